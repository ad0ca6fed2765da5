package dev.weir.service.serve;

import dev.weir.schemas.avro.Decision;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/** What is counted of one problem's decisions. */
final class ServiceMeters {
    private final MeterRegistry meters;
    private final String problem;
    private final Timer latency;
    private final Map<String, Counter> decisions = new ConcurrentHashMap<>();

    ServiceMeters(MeterRegistry meters, String problem) {
        this.meters = meters;
        this.problem = problem;
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
        decisions
                .computeIfAbsent(
                        fallback + '/' + decision.getVariant(), key -> counter(decision.getVariant(), fallback))
                .increment();
        latency.record(nanos, TimeUnit.NANOSECONDS);
    }

    private Counter counter(String variant, String fallback) {
        return meters.counter("weir.service.decisions", "problem", problem, "variant", variant, "fallback", fallback);
    }
}
