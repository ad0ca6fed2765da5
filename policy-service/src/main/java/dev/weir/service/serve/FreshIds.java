package dev.weir.service.serve;

import dev.weir.rl.random.CounterRandom;
import java.security.SecureRandom;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Ids for decisions whose callers give none: 128 random bits of this process, counted on. Two processes do not meet, one
 * never repeats itself, and none asks the system for randomness at each decision. Safe for use by many threads.
 */
final class FreshIds {
    private static final SecureRandom RANDOM = new SecureRandom();
    private static final long HIGH = RANDOM.nextLong();
    private static final long SEED = RANDOM.nextLong();
    private static final AtomicLong COUNT = new AtomicLong();

    private FreshIds() {}

    static String next() {
        return new UUID(HIGH, CounterRandom.bits(SEED, 0, COUNT.getAndIncrement())).toString();
    }
}
