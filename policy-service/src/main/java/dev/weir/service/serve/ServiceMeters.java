package dev.weir.service.serve;

import dev.weir.schemas.avro.Decision;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** What is counted of one problem's decisions. */
final class ServiceMeters {
    private final MeterRegistry meters;
    private final String problem;
    private final Timer latency;
    private final Counter shadows;
    private final Counter failedShadows;
    private final Map<String, Counted> decisions = new ConcurrentHashMap<>();
    private volatile @Nullable Counted last; // mostly the next one's too

    private record Counted(String variant, String fallback, Counter counter) {
        boolean is(String otherVariant, String otherFallback) {
            return variant.equals(otherVariant) && fallback.equals(otherFallback);
        }
    }

    ServiceMeters(MeterRegistry meters, String problem) {
        this.meters = meters;
        this.problem = problem;
        this.shadows = meters.counter("weir.service.shadows", "problem", problem, "outcome", "decided");
        this.failedShadows = meters.counter("weir.service.shadows", "problem", problem, "outcome", "failed");
        this.latency = Timer.builder("weir.service.decide")
                .description("from the request read to its reply")
                .tag("problem", problem)
                .publishPercentiles(0.5, 0.99)
                .percentilePrecision(2)
                .distributionStatisticExpiry(Duration.ofMinutes(1))
                .register(meters);
    }

    void decided(Decision decision, long nanos) {
        String fallback = decision.getFallback() == null ? "none" : decision.getFallback();
        Counted counted = last;
        if (counted == null || !counted.is(decision.getVariant(), fallback)) {
            counted = decisions.computeIfAbsent(
                    fallback + '/' + decision.getVariant(), key -> counted(decision.getVariant(), fallback));
            last = counted;
        }
        counted.counter.increment();
        latency.record(nanos, TimeUnit.NANOSECONDS);
    }

    /** A candidate was to decide beside a decision, and did or failed. */
    void shadowed(boolean decided) {
        (decided ? shadows : failedShadows).increment();
    }

    private Counted counted(String variant, String fallback) {
        return new Counted(
                variant,
                fallback,
                meters.counter("weir.service.decisions", "problem", problem, "variant", variant, "fallback", fallback));
    }
}
