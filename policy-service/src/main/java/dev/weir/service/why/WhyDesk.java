package dev.weir.service.why;

import dev.weir.rl.decision.DecisionId;
import dev.weir.schemas.avro.Decision;
import dev.weir.schemas.problem.ProblemFile;
import dev.weir.service.index.DecisionIndex;
import dev.weir.service.index.PositionReader;
import dev.weir.service.index.UnitHit;
import dev.weir.service.index.UnitQuery;
import io.micrometer.core.instrument.MeterRegistry;
import java.io.IOException;
import java.nio.file.Path;
import java.security.PublicKey;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * Answers why one problem's decisions were made, and which were made for a unit, from an index of all of them in this
 * process. What was logged before a question is in its answer. Safe for use by many threads.
 */
public final class WhyDesk implements AutoCloseable {
    private static final Duration CATCH_UP = Duration.ofSeconds(2);

    private final ProblemFile file;
    private final DecisionIndex index;
    private final PositionReader reader;
    private final Papers papers;
    private final Explainer explainer;
    private volatile boolean ready;

    private WhyDesk(ProblemFile file, DecisionIndex index, Map<String, PublicKey> keys, Versions.Known known) {
        this.file = file;
        this.index = index;
        this.reader = new PositionReader(file);
        this.papers = Papers.start(file);
        Versions versions = new Versions(file, index, reader, keys, Versions.Elsewhere.NOWHERE).with(known);
        this.explainer = new Explainer(file, index, reader, versions, papers);
    }

    /**
     * Opens the index and begins to follow the topics; the brokers need not be there yet.
     *
     * @param keys  whose signatures of versions are believed, by their ids; empty: none is asked for
     * @param known versions that this process has in memory
     * @throws IOException if the folder cannot be had, as when another process has it
     */
    public static WhyDesk start(
            ProblemFile file, Path folder, Map<String, PublicKey> keys, Versions.Known known, MeterRegistry meters)
            throws IOException {
        return new WhyDesk(file, DecisionIndex.start(file, folder, meters), keys, known);
    }

    /** The problem whose decisions these are. */
    public ProblemFile file() {
        return file;
    }

    /**
     * Explains a decision.
     *
     * @param known the decision, where this process has just made it
     * @return empty if the log does not have it
     * @throws TimeoutException if that cannot be told now
     */
    public Optional<Explanation> explain(DecisionId id, Optional<Decision> known) {
        check();
        Optional<Explanation> found = logged(id, known).or(() -> known.map(explainer::explain));
        if (found.isEmpty() && !caughtUp(index.partition(id.unitHash()))) {
            throw new TimeoutException("the index is " + behind() + " records behind");
        }
        return found.or(() -> explainer.explain(id));
    }

    /** Out of the log; while that cannot be read, what this process knows must do. */
    private Optional<Explanation> logged(DecisionId id, Optional<Decision> known) {
        try {
            return explainer.explain(id);
        } catch (TimeoutException e) {
            if (known.isEmpty()) {
                throw e;
            }
            return Optional.empty();
        }
    }

    /**
     * Decisions of a unit, the latest first.
     *
     * @param next   where the next page goes on; null: there is none
     * @param behind records that the topics have and the answer does not know of; -1: that is not known
     */
    public record Page(List<Decision> decisions, UnitQuery.@Nullable Cursor next, long behind) {}

    /** Finds decisions of a unit. */
    public Page find(UnitQuery query) {
        check();
        boolean all = caughtUp(index.partition(query.unit().hash()));
        List<UnitHit> hits = index.find(query);
        List<Decision> decisions = new ArrayList<>(hits.size());
        for (UnitHit hit : hits) {
            explainer.decision(hit.where()).filter(d -> isMeant(d, query)).ifPresent(decisions::add);
        }
        UnitQuery.Cursor next =
                hits.size() < query.limit() ? null : hits.get(hits.size() - 1).cursor();
        return new Page(decisions, next, all ? 0 : behind());
    }

    private static boolean isMeant(Decision d, UnitQuery query) {
        return d.getUnit().equals(query.unit().value())
                && (query.action() == null || d.getAction().equals(query.action()));
    }

    private boolean caughtUp(TopicPartition partition) {
        return index.await(partition, reader.end(partition), CATCH_UP);
    }

    private void check() {
        index.failure().ifPresent(why -> {
            throw new TimeoutException("the index stopped: " + why);
        });
    }

    /** Records that the topics have and the index does not, as last heard; -1: not known yet. */
    public long behind() {
        return index.behind();
    }

    /** True once the index has had all that the log had. */
    public boolean ready() {
        ready = ready || index.behind() == 0;
        return ready;
    }

    @Override
    public void close() {
        papers.close();
        index.close();
        reader.close();
    }
}
