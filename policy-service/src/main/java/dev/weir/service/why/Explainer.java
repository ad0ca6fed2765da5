package dev.weir.service.why;

import dev.weir.rl.decision.DecisionId;
import dev.weir.rl.decision.PolicyVersion;
import dev.weir.schemas.avro.Decision;
import dev.weir.schemas.avro.PolicyManifest;
import dev.weir.schemas.avro.Transition;
import dev.weir.schemas.problem.ProblemFile;
import dev.weir.schemas.wire.Codec;
import dev.weir.schemas.wire.RecordType;
import dev.weir.schemas.wire.Refusal;
import dev.weir.service.index.Found;
import dev.weir.service.index.PositionReader;
import dev.weir.service.index.Where;
import dev.weir.service.index.Whereabouts;
import dev.weir.service.policystore.Served;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.common.errors.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * Why decisions were made: reads what the log says of them from where it stands, and makes them again from the version that
 * made them, by the problem file that was in force. Safe for use by many threads.
 */
public final class Explainer {
    private static final Codec<Decision> DECISIONS = Codec.of(Decision.class);
    private static final Codec<Transition> TRANSITIONS = Codec.of(Transition.class);

    private final ProblemFile file;
    private final Whereabouts whereabouts;
    private final PositionReader reader;
    private final Versions versions;
    private final Papers papers;
    private final Lineage lineage;

    public Explainer(
            ProblemFile file, Whereabouts whereabouts, PositionReader reader, Versions versions, Papers papers) {
        this.file = file;
        this.whereabouts = whereabouts;
        this.reader = reader;
        this.versions = versions;
        this.papers = papers;
        this.lineage = new Lineage(file, whereabouts, reader);
    }

    /**
     * Explains a decision that the log has.
     *
     * @return empty if it does not stand where it should: it is not known, or its records are gone
     * @throws TimeoutException if the log could not be read
     */
    public Optional<Explanation> explain(DecisionId id) {
        return whereabouts.decision(id).flatMap(found -> explain(id, found));
    }

    private Optional<Explanation> explain(DecisionId id, Found found) {
        Transition transition = found.transition() == null
                ? null
                : transition(found.transition()).orElse(null);
        Optional<Decision> decision = decision(found.decision())
                .or(() -> Optional.ofNullable(transition).map(Transition::getDecision))
                .filter(d -> d.getId().equals(id.value()));
        return decision.map(d -> told(d, found, transition));
    }

    /** Explains a decision that is on its way to the log. */
    public Explanation explain(Decision decision) {
        return told(decision, null, null);
    }

    /** The decision at a place: of {@code decisions}, or within a transition; empty if it is there no more. */
    Optional<Decision> decision(Where where) {
        return where.topic().equals(file.topics().transitions())
                ? transition(where).map(Transition::getDecision)
                : reader.read(where)
                        .filter(r -> r.value() != null && RecordType.of(r.value()) == RecordType.DECISION)
                        .map(r -> DECISIONS.decode(r.value()));
    }

    private Optional<Transition> transition(Where where) {
        return reader.read(where)
                .filter(r -> r.value() != null && RecordType.of(r.value()) == RecordType.TRANSITION)
                .map(r -> TRANSITIONS.decode(r.value()));
    }

    private Explanation told(Decision d, @Nullable Found found, @Nullable Transition transition) {
        ProblemFile by = papers.file(d.getProblemHash()).orElse(file);
        Attempt attempt = attempt(by, d);
        return new Explanation(
                by,
                d,
                found,
                transition,
                attempt.done,
                attempt.why,
                lineage(d),
                RolloutTold.of(file.name(), d, papers.entries()),
                papers.applied(d.getProblemHash()));
    }

    private List<PolicyManifest> lineage(Decision d) {
        try {
            return d.getTrack() == null ? List.of() : lineage.of(d.getTrack(), version(d));
        } catch (TimeoutException e) {
            return List.of();
        }
    }

    private static PolicyVersion version(Decision d) {
        return new PolicyVersion(d.getEpoch(), d.getVersion());
    }

    /** What came of making a decision again, or why it could not be. */
    private record Attempt(@Nullable Reexecuted done, String why) {}

    private Attempt attempt(ProblemFile by, Decision d) {
        if (d.getElsewhere()) {
            return new Attempt(null, "it was decided elsewhere");
        } else if (d.getFeatureSchema() != by.decision().context().fingerprint()) {
            return new Attempt(null, "the problem file has other features now");
        } else if (!Explanation.fits(by, d)) {
            return new Attempt(null, "the problem file has other actions now");
        } else if (d.getTrack() == null) {
            return byDefault(by, d);
        }
        String name = "version " + d.getTrack() + " " + version(d);
        try {
            Optional<Served> served = versions.find(by, d.getTrack(), version(d));
            return served.map(s -> new Attempt(Reexecuted.byPolicy(by, d, s), ""))
                    .orElseGet(() -> new Attempt(
                            null, name + " is not on " + file.topics().policies()));
        } catch (TimeoutException e) {
            return new Attempt(null, name + " could not be read in time");
        } catch (IllegalArgumentException e) {
            return new Attempt(null, name + " cannot decide by this problem file: " + e.getMessage());
        }
    }

    private static Attempt byDefault(ProblemFile by, Decision d) {
        try {
            return new Attempt(Reexecuted.byDefault(by, d), "");
        } catch (Refusal e) {
            return new Attempt(null, "the default action cannot be found again: " + e.getMessage());
        }
    }
}
