package dev.weir.ops.evaluate;

import dev.weir.learner.rebuild.Published;
import dev.weir.ops.train.Train;
import dev.weir.rl.algorithm.Algorithms;
import dev.weir.schemas.avro.PolicyManifest;
import dev.weir.schemas.avro.Transition;
import dev.weir.schemas.problem.ProblemFile;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * A track that learns a problem's own transitions up to an offset by another problem file, and is evaluated beside the version
 * that was published then, on what came after: neither has seen these rows.
 *
 * @param file     what made the log
 * @param track    whose version it is compared with
 * @param other    by which the fork learns
 * @param forked   its track of it
 * @param at       offset of transitions before which the fork learns
 */
public record Fork(ProblemFile file, String track, ProblemFile other, String forked, long at) {
    /** Refuses what cannot learn from this log. */
    public Fork {
        if (other.decision().context().fingerprint()
                        != file.decision().context().fingerprint()
                || !other.decision().actions().equals(file.decision().actions())) {
            throw new IllegalArgumentException(
                    "--problem must have the features and actions of the log's problem: what was not logged cannot be learned");
        }
        if ((other.episodes() == null) != (file.episodes() == null)) {
            throw new IllegalArgumentException("--problem must have episodes where the log's problem has them");
        }
        other = other.withKafka(file.kafka());
    }

    /** What came of it. */
    public record Result(Map<String, Object> training, byte[] content, EvaluationReport report) {}

    /** The offset that a text means: itself, or where a version like 0.12 of the track ended. */
    public static long offset(ProblemFile file, String track, String text) {
        if (text.matches("\\d+")) {
            return Long.parseLong(text);
        }
        PolicyManifest manifest = Published.manifests(file, track).get(text);
        if (manifest == null) {
            throw new IllegalArgumentException(
                    "--at must be an offset of transitions or a version of track " + track + " like 0.12, was " + text);
        }
        return manifest.getProvenance().getNextOffset();
    }

    /** The formula of the fork's rewards, or null where it is the log's own. */
    public @Nullable String otherFormula() {
        String own = formula(file);
        String theirs = formula(other);
        return own.equals(theirs) ? null : theirs;
    }

    private static String formula(ProblemFile of) {
        return of.reward().formula().text();
    }

    /**
     * Learns and evaluates.
     *
     * @param more policies besides the two
     */
    public Result run(Settings settings, List<String> more, PrintStream told, Progress progress) {
        Train train = new Train(other, forked, told);
        Rescored rescored = otherFormula() == null ? null : new Rescored(other, formula(other));
        @Nullable
        UnaryOperator<Transition> change = rescored == null
                ? null
                : transition -> {
                    transition.setReward(rescored.reward(transition));
                    return transition;
                };
        Map<String, Object> training = train.from(file.topics().transitions(), at, change);
        List<EvaluatedPolicy> policies = new ArrayList<>();
        String note = "learned transitions before offset " + at + " by track " + forked + " of the other problem file";
        policies.add(new SimplePolicies.Version("fork", Algorithms.read(train.content(), other.decision()), note));
        original().ifPresent(policies::add);
        Policies finder = new Policies(file);
        more.forEach(name -> policies.add(finder.of(name)));
        CsvColumns none = new CsvColumns(Map.of(), 0);
        EvaluationLog log =
                new Logs(file, none, TimeRange.ALL, otherFormula(), at, Long.MAX_VALUE).of(List.of("transitions"));
        EvaluationReport report = new Evaluator(file, log, settings, progress).value(policies);
        return new Result(training, train.content(), report);
    }

    /** The newest version that had not seen what came after. */
    private Optional<EvaluatedPolicy> original() {
        return Published.manifests(file, track).entrySet().stream()
                .filter(e -> e.getValue().getProvenance().getNextOffset() <= at)
                .reduce((a, b) -> b)
                .map(e -> {
                    VersionContent.Version version = VersionContent.read(file, track, e.getKey());
                    return new SimplePolicies.Version(
                            track + "@" + e.getKey(),
                            Algorithms.read(version.content(), file.decision()),
                            "what was published at that offset");
                });
    }
}
