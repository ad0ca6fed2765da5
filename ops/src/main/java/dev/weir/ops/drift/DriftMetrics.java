package dev.weir.ops.drift;

import dev.weir.schemas.avro.Alert;
import dev.weir.schemas.avro.AlertState;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;

/** Metrics of one problem's watcher: how much it saw, and alerts that fired and ended since it started, by name. */
final class DriftMetrics {
    private final MeterRegistry registry;
    private final Tags tags;
    private final Counter transitions;
    private final Map<AlertState, AtomicLong> last = new EnumMap<>(AlertState.class);

    DriftMetrics(MeterRegistry registry, String problem) {
        this.registry = registry;
        this.tags = Tags.of("problem", problem);
        this.transitions = registry.counter("weir.drift.transitions", tags);
        for (AlertState state : AlertState.values()) {
            AtomicLong time = new AtomicLong();
            last.put(state, time);
            Gauge.builder("weir.drift.last.alert.time.millis", time, AtomicLong::get)
                    .tags(tags.and("state", state.name().toLowerCase(java.util.Locale.ROOT)))
                    .register(registry);
        }
    }

    void transition() {
        transitions.increment();
    }

    void alert(Alert alert) {
        String state = alert.getState().name().toLowerCase(java.util.Locale.ROOT);
        registry.counter("weir.drift.alerts", tags.and("alert", alert.getName(), "state", state))
                .increment();
        AtomicLong time = last.get(alert.getState());
        if (time != null) {
            time.lazySet(alert.getTime());
        }
    }
}
