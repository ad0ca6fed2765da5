package dev.weir.service.why;

import dev.weir.rl.decision.DecisionId;
import dev.weir.rl.decision.PolicyVersion;
import dev.weir.rl.decision.Situation;
import dev.weir.rl.decision.UnitId;
import dev.weir.rl.policy.Decider;
import dev.weir.rl.policy.Policy.Contribution;
import dev.weir.schemas.avro.Decision;
import dev.weir.schemas.avro.Transition;
import dev.weir.schemas.problem.ProblemFile;
import dev.weir.schemas.wire.Codec;
import dev.weir.schemas.wire.RecordType;
import dev.weir.schemas.wire.Values;
import dev.weir.service.policystore.PolicyTopic;
import dev.weir.service.policystore.Served;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;
import org.jspecify.annotations.Nullable;

/** Why a decision was made: what the log says of it, and the same decision made again from the version that made it. */
public final class Why {
    private static final Codec<Decision> DECISIONS = Codec.of(Decision.class);
    private static final Codec<Transition> TRANSITIONS = Codec.of(Transition.class);

    /** How long the outcome of a decision that is known is looked for; mostly there is none yet. */
    private static final Duration OF_KNOWN = Duration.ofSeconds(3);

    private Why() {}

    /** Finds a version of a track. */
    @FunctionalInterface
    public interface Versions {
        Optional<Served> find(String track, PolicyVersion version, Duration atMost);
    }

    /**
     * Explains a decision from the topics alone.
     *
     * @return empty if the log does not have it
     * @throws TimeoutException if the log could not be searched within the time
     */
    public static Optional<Explanation> of(ProblemFile file, DecisionId id, Duration atMost) {
        return of(file, id, atMost, (track, version, limit) -> PolicyTopic.find(file, track, version, limit));
    }

    /** Explains a decision with versions from elsewhere. */
    public static Optional<Explanation> of(ProblemFile file, DecisionId id, Duration atMost, Versions versions) {
        return of(file, id, atMost, versions, Optional.empty());
    }

    /**
     * Explains a decision that may be known already.
     *
     * @param known the decision, out of memory; empty: the log is searched
     */
    public static Optional<Explanation> of(
            ProblemFile file, DecisionId id, Duration atMost, Versions versions, Optional<Decision> known) {
        LogScan scan = new LogScan(file, atMost);
        int partition = UnitId.partition(id.unitHash(), file.topicSettings().partitions());
        return known.or(() ->
                        scan.find(new TopicPartition(file.topics().decisions(), partition), id.value(), Why::decision))
                .map(decision -> {
                    LogScan rest = known.isPresent() ? new LogScan(file, OF_KNOWN) : scan;
                    return explain(file, decision, transition(file, rest, id), scan, versions);
                });
    }

    private static @Nullable Decision decision(byte[] value) {
        return RecordType.of(value) == RecordType.DECISION ? DECISIONS.decode(value) : null;
    }

    private static @Nullable Transition transition(ProblemFile file, LogScan scan, DecisionId id) {
        try {
            return scan.find(
                            new TopicPartition(file.topics().transitions(), 0),
                            id.value(),
                            value -> RecordType.of(value) == RecordType.TRANSITION ? TRANSITIONS.decode(value) : null)
                    .orElse(null);
        } catch (TimeoutException e) {
            return null;
        }
    }

    private static Explanation explain(
            ProblemFile file, Decision d, @Nullable Transition transition, LogScan scan, Versions versions) {
        if (d.getTrack() == null) {
            return Explanation.without(file, d, transition, "no policy decided");
        } else if (d.getFeatureSchema() != file.decision().context().fingerprint()) {
            return Explanation.without(file, d, transition, "the problem file has other features now");
        } else if (!Explanation.fits(file, d)) {
            return Explanation.without(file, d, transition, "the problem file has other actions now");
        }
        PolicyVersion version = new PolicyVersion(d.getEpoch(), d.getVersion());
        try {
            return versions.find(d.getTrack(), version, scan.left())
                    .map(served -> again(file, d, transition, served))
                    .orElseGet(() -> Explanation.without(
                            file, d, transition, "version " + version + " is no longer on the topic"));
        } catch (TimeoutException e) {
            return Explanation.without(file, d, transition, "version " + version + " could not be read in time");
        } catch (IllegalArgumentException e) {
            String why = "version " + version + " cannot decide by this problem file: " + e.getMessage();
            return Explanation.without(file, d, transition, why);
        }
    }

    private static Explanation again(ProblemFile file, Decision d, @Nullable Transition transition, Served served) {
        Situation situation = Values.value(d.getSituation());
        Decider.Choice choice = Decider.decide(served.policy(), file.decision(), situation, d.getSeed());
        double[] pmf = choice.judgement().pmf();
        String action = file.decision().actionId(situation, choice.action());
        boolean same = action.equals(d.getAction())
                && bits(choice.propensity()) == bits(d.getPropensity())
                && pmf.length == d.getPmf().size();
        int chosen = -1;
        for (int i = 0; i < pmf.length; i++) {
            same &= bits(pmf[i]) == bits(d.getPmf().get(i));
            String id = file.decision().actionId(situation, file.decision().actionIndex(situation, i));
            chosen = id.equals(d.getAction()) ? i : chosen;
        }
        List<Contribution> parts = chosen < 0 ? List.of() : served.policy().contributions(situation, chosen);
        return new Explanation(
                file,
                d,
                transition,
                new Explanation.Reexecuted(same, action, pmf, choice.judgement().values(), served.sha256()),
                "",
                parts);
    }

    private static long bits(double value) {
        return Double.doubleToLongBits(value);
    }
}
