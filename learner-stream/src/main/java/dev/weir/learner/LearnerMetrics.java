package dev.weir.learner;

import dev.weir.learner.learn.TrackLearner;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import java.util.concurrent.atomic.AtomicLong;

/** Metrics of one track's learner. */
final class LearnerMetrics {
    private final MeterRegistry registry;
    private final Tags tags;
    private final Counter publications;
    private final AtomicLong transitions = new AtomicLong();
    private final AtomicLong nextOffset = new AtomicLong();
    private final AtomicLong logTime = new AtomicLong();

    LearnerMetrics(MeterRegistry registry, String problem, String track) {
        this.registry = registry;
        this.tags = Tags.of("problem", problem, "track", track);
        this.publications = registry.counter("weir.learner.publications", tags);
        gauge("weir.learner.transitions", transitions);
        gauge("weir.learner.offset", nextOffset);
        gauge("weir.learner.log.time.millis", logTime);
    }

    private void gauge(String name, AtomicLong value) {
        Gauge.builder(name, value, AtomicLong::get).tags(tags).register(registry);
    }

    void at(TrackLearner learner) {
        transitions.lazySet(learner.transitions());
        nextOffset.lazySet(learner.nextOffset());
        logTime.lazySet(learner.logTime());
    }

    void published() {
        publications.increment();
    }

    void refused(String reason) {
        registry.counter("weir.learner.refused", tags.and("reason", reason)).increment();
    }
}
