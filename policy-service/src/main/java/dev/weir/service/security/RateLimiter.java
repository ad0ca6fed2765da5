package dev.weir.service.security;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/**
 * A leaky bucket for each name, as one number: the time at which it would be empty (the generic cell rate algorithm, ITU-T
 * I.371). Safe for use by many threads, without locks.
 */
final class RateLimiter {
    private static final int MOST_NAMES = 100_000;

    private final long perRequestNanos;
    private final long burstNanos;
    private final Map<String, AtomicLong> emptyAt = new ConcurrentHashMap<>();

    RateLimiter(Rate rate) {
        this.perRequestNanos = rate.perSecond() == 0 ? 0 : Math.max(1, Math.round(1e9 / rate.perSecond()));
        this.burstNanos = perRequestNanos * (rate.burst() - 1);
    }

    /** False: it lets everything through. */
    boolean limits() {
        return perRequestNanos > 0;
    }

    /** Takes one; 0: there was room, else nanoseconds until there is. */
    long take(String name, long nowNanos) {
        return add(name, nowNanos, perRequestNanos);
    }

    /** Nanoseconds until there is room, without taking it. */
    long look(String name, long nowNanos) {
        return add(name, nowNanos, 0);
    }

    private long add(String name, long now, long cost) {
        if (perRequestNanos == 0) {
            return 0;
        }
        AtomicLong bucket = emptyAt.get(name);
        if (bucket == null) {
            if (emptyAt.size() >= MOST_NAMES) {
                emptyAt.clear(); // whoever has waited begins anew: memory is bounded, and a flood of names is rare
            }
            bucket = emptyAt.computeIfAbsent(name, n -> new AtomicLong(now));
        }
        while (true) {
            long before = bucket.get();
            long empty = before - now > 0 ? before : now;
            long wait = empty - now - burstNanos;
            if (wait > 0) {
                return wait;
            } else if (cost == 0 || bucket.compareAndSet(before, empty + cost)) {
                return 0;
            }
        }
    }
}
