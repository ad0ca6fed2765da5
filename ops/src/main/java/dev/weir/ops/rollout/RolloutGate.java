package dev.weir.ops.rollout;

import dev.weir.learner.rebuild.LogReader;
import dev.weir.ops.evaluate.CsvColumns;
import dev.weir.ops.evaluate.EvaluationReport;
import dev.weir.ops.evaluate.Evaluator;
import dev.weir.ops.evaluate.Logs;
import dev.weir.ops.evaluate.Progress;
import dev.weir.ops.evaluate.Requirement;
import dev.weir.ops.evaluate.Settings;
import dev.weir.ops.evaluate.TimeRange;
import dev.weir.rl.decision.PolicyVersion;
import dev.weir.schemas.avro.PolicyManifest;
import dev.weir.schemas.problem.ProblemFile;
import dev.weir.schemas.rollout.Gate;
import dev.weir.schemas.rollout.RolloutPlan;
import dev.weir.schemas.rollout.Variant;
import dev.weir.schemas.wire.Codec;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import org.jspecify.annotations.Nullable;

/** Asks the log, before a rollout begins, whether its challenger is worth it. */
final class RolloutGate {
    private static final Codec<PolicyManifest> MANIFESTS = Codec.of(PolicyManifest.class);
    private static final Set<String> TOLD = Set.of("(logged)", "dr", "snips");

    private RolloutGate() {}

    /** What came of it, as arguments of the start: whether the condition held, in words, and the numbers. */
    static Map<String, String> asked(ProblemFile file, RolloutPlan plan, Gate gate) {
        Map<String, String> said = new TreeMap<>();
        try {
            Requirement requirement = Requirement.parse(named(gate.condition(), plan));
            long from = from(file, plan.challenger());
            EvaluationReport report = evaluate(file, plan, from);
            said.put(Gate.SAID + "held", Boolean.toString(requirement.holds(report, false)));
            said.put(Gate.SAID + "said", words(requirement, report, plan, from));
            numbers(report).forEach((name, value) -> said.put(Gate.SAID + name, value));
        } catch (IllegalArgumentException e) {
            said.put(Gate.SAID + "held", "false");
            said.put(Gate.SAID + "said", "the log cannot be asked: " + e.getMessage());
        }
        return said;
    }

    private static String named(String condition, RolloutPlan plan) {
        return condition
                .replaceAll(
                        "\\bchallenger\\b",
                        Matcher.quoteReplacement(plan.challenger().toString()))
                .replaceAll(
                        "\\bcontrol\\b", Matcher.quoteReplacement(plan.control().toString()));
    }

    private static EvaluationReport evaluate(ProblemFile file, RolloutPlan plan, long from) {
        Logs logs = new Logs(file, new CsvColumns(Map.of(), 0), TimeRange.ALL, null, from, Long.MAX_VALUE);
        Settings settings = Settings.ofLevel(1 - plan.alpha());
        Set<String> policies = new LinkedHashSet<>(
                List.of(plan.challenger().toString(), plan.control().toString()));
        return new Evaluator(
                        file,
                        logs.of(List.of("transitions")),
                        settings,
                        new Progress(System.err, System.console() != null))
                .evaluate(List.copyOf(policies));
    }

    /** Rows that a pinned version has learned from would flatter it: it is asked from there on. A track goes on learning. */
    private static long from(ProblemFile file, Variant challenger) {
        String track = challenger.track();
        PolicyVersion version = challenger.pinned();
        if (track == null || version == null) {
            return 0;
        }
        @Nullable PolicyManifest[] found = new PolicyManifest[1];
        byte[] key = ("m/" + track + "/" + version.epoch() + "/" + version.n()).getBytes(StandardCharsets.UTF_8);
        LogReader.read(file, file.topics().policies(), 0, record -> {
            if (Arrays.equals(key, record.key()) && record.value() != null) {
                found[0] = MANIFESTS.decode(record.value());
            }
            return true;
        });
        PolicyManifest manifest = found[0];
        if (manifest == null) {
            throw new IllegalArgumentException("challenger must be a published version, was '" + challenger + "'");
        }
        return manifest.getProvenance().getNextOffset();
    }

    private static String words(Requirement requirement, EvaluationReport report, RolloutPlan plan, long from) {
        StringBuilder words = new StringBuilder("gate: ").append(requirement.explained(report, false));
        words.append("; from offset ")
                .append(from)
                .append(", ")
                .append(report.rows())
                .append(" rows");
        if (plan.challenger().track() != null && plan.challenger().pinned() == null) {
            words.append(", some of which ").append(plan.challenger()).append(" has learned from, which flatters it");
        }
        for (String line : report.words()) {
            if (line.startsWith(plan.challenger() + ": ") || line.startsWith(plan.control() + ": ")) {
                words.append("; ").append(line.replace('\n', ' '));
            }
        }
        return words.toString();
    }

    private static Map<String, String> numbers(EvaluationReport report) {
        Map<String, String> numbers = new TreeMap<>();
        for (Map<String, @Nullable Object> row : report.table()) {
            String estimator = String.valueOf(row.get("estimator"));
            String policy = String.valueOf(row.get("policy"));
            if (TOLD.contains(estimator) || TOLD.contains(policy)) {
                String name = policy + ", " + estimator;
                numbers.put(name, String.valueOf(row.get("value")));
                numbers.put(name + ", at least", String.valueOf(row.get("lower")));
                numbers.put(name + ", at most", String.valueOf(row.get("upper")));
            }
        }
        return numbers;
    }
}
