package dev.weir.ops.cli;

import dev.weir.learner.rebuild.Published;
import dev.weir.learner.rebuild.Rebuild;
import dev.weir.rl.algorithm.Algorithms;
import dev.weir.rl.decision.DecisionId;
import dev.weir.rl.decision.PolicyVersion;
import dev.weir.rl.decision.UnitId;
import dev.weir.rl.policy.Policy.Contribution;
import dev.weir.schemas.avro.Decision;
import dev.weir.schemas.avro.PolicyManifest;
import dev.weir.schemas.avro.Transition;
import dev.weir.schemas.problem.ProblemFile;
import dev.weir.service.policystore.PolicyTopic;
import dev.weir.service.policystore.Served;
import dev.weir.service.why.Explanation;
import dev.weir.service.why.Why;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code weir why}. */
@Command(
        name = "why",
        mixinStandardHelpOptions = true,
        description = "Explain a decision, decide it again from the version that made it, and compare bits.")
final class WhyCommand implements Callable<Integer> {
    private static final Duration AT_MOST = Duration.ofSeconds(60);
    private static final int SHOWN = 12;

    @Option(names = "--problem", required = true, paramLabel = "FILE", description = "A problem file.")
    Path file = Path.of("");

    @Option(names = "--unit", paramLabel = "UNIT", description = "With --id: the caller's own names.")
    @Nullable
    String unit;

    @Option(names = "--id", paramLabel = "ID", description = "The caller's id of the decision.")
    @Nullable
    String id;

    @Parameters(
            arity = "0..1",
            paramLabel = "DECISION",
            description = "The decision's id, in place of --unit and --id.")
    @Nullable
    String decision;

    @Mixin
    ProblemOptions kafka = new ProblemOptions();

    @Option(
            names = {"-o", "--output"},
            paramLabel = "json|table",
            defaultValue = "table",
            description = "json or table.")
    Output.Format format = Output.Format.TABLE;

    @Override
    public Integer call() {
        ProblemFile problem = kafka.read(file);
        DecisionId wanted = id();
        Optional<Explanation> found =
                Why.of(problem, wanted, AT_MOST, (track, version, limit) -> version(problem, track, version, limit));
        if (found.isEmpty()) {
            System.err.println("weir: decision " + wanted + " is not in "
                    + problem.topics().decisions());
            return Main.NO;
        }
        Explanation why = found.get();
        if (format == Output.Format.JSON) {
            System.out.println(why.json());
        } else {
            lines(why).forEach(System.out::println);
        }
        return why.reexecuted() == null || why.reexecuted().same() ? 0 : Main.NO;
    }

    private DecisionId id() {
        if (decision != null) {
            return new DecisionId(decision);
        } else if (unit == null || id == null) {
            throw new IllegalArgumentException("give DECISION, or both --unit and --id");
        }
        return DecisionId.of(new UnitId(unit), id);
    }

    /** From the topic, or learned again from the log where its chunks are gone. */
    private static Optional<Served> version(ProblemFile problem, String track, PolicyVersion version, Duration limit) {
        Optional<Served> published = PolicyTopic.find(problem, track, version, limit);
        if (published.isPresent()) {
            return published;
        }
        PolicyManifest manifest = Published.manifests(problem, track).get(version.toString());
        return manifest == null
                ? Optional.empty()
                : Rebuild.content(problem, track, version.epoch(), version.n())
                        .map(content -> new Served(version, Algorithms.read(content, problem.decision()), manifest));
    }

    private static List<String> lines(Explanation why) {
        Decision d = why.decision();
        List<String> lines = new ArrayList<>();
        lines.add(String.format(
                Locale.ROOT,
                "Decision %s for unit %s at %s: %s, with probability %.6f.",
                d.getId(),
                d.getUnit(),
                Instant.ofEpochMilli(d.getTime()),
                d.getAction(),
                d.getPropensity()));
        if (d.getFallback() != null) {
            lines.add("No policy chose it: " + d.getFallback() + ".");
        } else {
            lines.add("Decided by track " + d.getTrack() + ", version " + d.getEpoch() + "." + d.getVersion()
                    + ", with seed " + d.getSeed() + ".");
        }
        lines.add("Probabilities over " + d.getPmf().size() + " allowed actions: "
                + d.getPmf().stream()
                        .limit(SHOWN)
                        .map(p -> String.format(Locale.ROOT, "%.4f", p))
                        .toList()
                + (d.getPmf().size() > SHOWN ? " …" : "")
                + (d.getLimited() ? ", after limits" : "") + ".");
        lines.add("Features as used: " + d.getSituation().getFeatures() + ".");
        why.contributions().stream()
                .sorted(Comparator.comparingDouble((Contribution c) -> -Math.abs(c.amount())))
                .limit(SHOWN)
                .forEach(c -> lines.add(String.format(Locale.ROOT, "  %+.4f  %s", c.amount(), c.feature())));
        Transition t = why.transition();
        lines.add(
                t == null
                        ? "No transition yet: its window is open, or nothing came."
                        : String.format(
                                Locale.ROOT,
                                "Reward %.6f%s, closed at %s, from %d outcomes.",
                                t.getReward(),
                                t.getDefaulted() ? " by default" : "",
                                Instant.ofEpochMilli(t.getClosedAt()),
                                t.getContributions().size()));
        Explanation.Reexecuted again = why.reexecuted();
        lines.add(
                again == null
                        ? "Not decided again: " + why.notReexecuted() + "."
                        : again.same()
                                ? "Decided again from content " + again.sha256() + ": the same bits."
                                : "Decided again from content " + again.sha256() + ": DIFFERENT, " + again.action()
                                        + ".");
        return lines;
    }
}
