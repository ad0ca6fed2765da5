package dev.weir.ingestion.join;

import dev.weir.schemas.avro.Ledger;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.ToLongFunction;

/**
 * The ledgers of this process's joiners as gauges, as of their last commit: {@code weir.ingestion.decisions} and
 * {@code weir.ingestion.outcomes} by what became of them, {@code weir.ingestion.truncated} transitions of episodes by what
 * cut them off, {@code weir.ingestion.watermark} in epoch milliseconds (-1: not
 * every source has ticked). Safe for use by many threads.
 */
public final class JoinMetrics {
    private record Now(Ledger ledger, long watermark) {}

    private final MeterRegistry registry;
    private final String problem;
    private final Map<Integer, Now> now = new ConcurrentHashMap<>();
    private final Map<Integer, List<Meter>> meters = new ConcurrentHashMap<>();

    public JoinMetrics(MeterRegistry registry, String problem) {
        this.registry = registry;
        this.problem = problem;
    }

    void set(int partition, Ledger ledger, long watermark) {
        now.put(partition, new Now(ledger, watermark));
        meters.computeIfAbsent(partition, this::register);
    }

    void remove(int partition) {
        List<Meter> gone = meters.remove(partition);
        if (gone != null) {
            gone.forEach(registry::remove);
        }
        now.remove(partition);
    }

    private List<Meter> register(int partition) {
        List<Meter> all = new ArrayList<>();
        all.add(gauge("decisions", "in", partition, Ledger::getDecisionsIn));
        all.add(gauge("decisions", "joined", partition, Ledger::getDecisionsJoined));
        all.add(gauge("decisions", "duplicate", partition, Ledger::getDecisionsDuplicate));
        all.add(gauge("decisions", "conflicting", partition, Ledger::getDecisionsConflicting));
        all.add(gauge("decisions", "not-activated", partition, Ledger::getDecisionsNotActivated));
        all.add(gauge("decisions", "dead-lettered", partition, Ledger::getDecisionsDeadLettered));
        all.add(gauge("decisions", "pending", partition, Ledger::getDecisionsPending));
        all.add(gauge("outcomes", "in", partition, Ledger::getOutcomesIn));
        all.add(gauge("outcomes", "in-transitions", partition, Ledger::getOutcomesInTransitions));
        all.add(gauge("outcomes", "late", partition, Ledger::getOutcomesLate));
        all.add(gauge("outcomes", "duplicate", partition, Ledger::getOutcomesDuplicate));
        all.add(gauge("outcomes", "orphaned", partition, Ledger::getOutcomesOrphaned));
        all.add(gauge("outcomes", "superseded", partition, Ledger::getOutcomesSuperseded));
        all.add(gauge("outcomes", "dead-lettered", partition, Ledger::getOutcomesDeadLettered));
        all.add(gauge("outcomes", "pending", partition, Ledger::getOutcomesPending));
        all.add(gauge("truncated", "gap", partition, Ledger::getGaps));
        all.add(gauge("truncated", "timed-out", partition, Ledger::getTimeouts));
        all.add(Gauge.builder("weir.ingestion.watermark", () -> watermark(partition))
                .tags(tags(partition))
                .register(registry));
        return all;
    }

    private Meter gauge(String what, String result, int partition, ToLongFunction<Ledger> value) {
        return Gauge.builder("weir.ingestion." + what, () -> value(partition, value))
                .tags(tags(partition).and("result", result))
                .register(registry);
    }

    private Tags tags(int partition) {
        return Tags.of("problem", problem, "partition", Integer.toString(partition));
    }

    private double value(int partition, ToLongFunction<Ledger> value) {
        Now last = now.get(partition);
        return last == null ? Double.NaN : value.applyAsLong(last.ledger);
    }

    private double watermark(int partition) {
        Now last = now.get(partition);
        return last == null ? Double.NaN : last.watermark;
    }
}
