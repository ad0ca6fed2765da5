package dev.weir.ops.cli;

import dev.weir.ops.rollout.RolloutDesk;
import dev.weir.schemas.avro.AuditEntry;
import dev.weir.schemas.avro.RolloutState;
import dev.weir.schemas.problem.ProblemFile;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code weir rollout}. */
@Command(
        name = "rollout",
        mixinStandardHelpOptions = true,
        description = "Try a variant on a growing share of units; it is promoted or rolled back by what they say.")
final class RolloutCommands {
    /** What every step needs. */
    static final class Step {
        @Mixin
        ProblemOptions kafka = new ProblemOptions();

        @Mixin
        Output out = new Output();

        @Parameters(index = "0", paramLabel = "FILE", description = "A problem file.")
        Path path = Path.of("");

        @Parameters(index = "1", paramLabel = "ROLLOUT", description = "Its name.")
        String rollout = "";

        @Option(
                names = "--reason",
                paramLabel = "TEXT",
                required = true,
                description = "Why; it goes into the audit log.")
        String reason = "";

        @Option(names = "--by", paramLabel = "NAME", description = "Who (default: the user of this process).")
        String by = UpCommand.by();

        int take(String command, Map<String, String> arguments) {
            ProblemFile file = kafka.read(path);
            RolloutDesk.Answer answer =
                    RolloutDesk.ask(file, rollout, command, by, reason, arguments, System.currentTimeMillis());
            out.one(RolloutCommands.row(answer.entry()), List.of(line(answer.entry())));
            return answer.done() ? 0 : Main.NO;
        }
    }

    @Command(
            name = "plan",
            mixinStandardHelpOptions = true,
            description = "Simulate rollouts like this one: how often they end how, and after how many units.")
    int plan(
            @Mixin Output out,
            @Option(names = "--effect", paramLabel = "PERCENT", defaultValue = "5", description = "That it makes.")
                    double effect,
            @Option(
                            names = "--deviation",
                            paramLabel = "PERCENT",
                            defaultValue = "100",
                            description = "Of a decision's reward, in per cent of its mean.")
                    double deviation,
            @Option(names = "--units", paramLabel = "N", defaultValue = "50000", description = "That come at most.")
                    long units,
            @Option(names = "--runs", paramLabel = "N", defaultValue = "200", description = "Simulated.") int runs) {
        Map<String, @Nullable Object> said = RolloutDesk.plan(effect / 100, deviation / 100, units, runs);
        List<String> lines = new ArrayList<>();
        said.forEach((key, value) -> lines.add(String.format("%-32s %s", key, value)));
        out.one(said, lines);
        return 0;
    }

    private static final String PLAN =
            "--set challenger=TRACK, and what else it is to do: control, shadow, after-shadow,"
                    + " match, ramp, approve, approvers, quiet, zone, holdout, alpha, least-units, most-units, mature-after, guardrails,"
                    + " bounds, gate, promote (auto|manual), override:UNIT. docs/rollouts.md says what each means.";

    @Command(
            name = "draft",
            mixinStandardHelpOptions = true,
            description = {"Write a plan down for others to see; nothing changes until it is started:", PLAN})
    int draft(
            @Mixin Step step,
            @Option(names = "--set", paramLabel = "KEY=VALUE", description = "An argument; may be given again.")
                    Map<String, String> arguments) {
        return step.take("draft", arguments == null ? Map.of() : arguments);
    }

    @Command(
            name = "start",
            mixinStandardHelpOptions = true,
            description = {"Begin a draft of this name, or a plan:", PLAN})
    int start(
            @Mixin Step step,
            @Option(names = "--set", paramLabel = "KEY=VALUE", description = "An argument; may be given again.")
                    Map<String, String> arguments) {
        return step.take("start", arguments == null ? Map.of() : arguments);
    }

    @Command(name = "pause", mixinStandardHelpOptions = true, description = "Stay at this share and count nothing.")
    int pause(@Mixin Step step) {
        return step.take("pause", Map.of());
    }

    @Command(name = "resume", mixinStandardHelpOptions = true, description = "Go on after a pause or a hold.")
    int resume(@Mixin Step step) {
        return step.take("resume", Map.of());
    }

    @Command(name = "promote", mixinStandardHelpOptions = true, description = "The challenger decides for all.")
    int promote(
            @Mixin Step step,
            @Option(names = "--stage", description = "No: the next stage begins, after a shadow the ramp.")
                    boolean stage) {
        return step.take("promote", stage ? Map.of("stage", "next") : Map.of());
    }

    @Command(name = "rollback", mixinStandardHelpOptions = true, description = "The control decides for all.")
    int rollback(@Mixin Step step) {
        return step.take("rollback", Map.of());
    }

    @Command(
            name = "kill",
            mixinStandardHelpOptions = true,
            description = "The default action is done for all, at once, until a rollback or a new rollout.")
    int kill(@Mixin Step step) {
        return step.take("kill", Map.of());
    }

    @Command(
            name = "status",
            mixinStandardHelpOptions = true,
            description = "Where the newest rollout stands, and how it came there.")
    int status(
            @Mixin ProblemOptions kafka,
            @Mixin Output out,
            @Parameters(paramLabel = "FILE", description = "A problem file.") Path path) {
        ProblemFile file = kafka.read(path);
        RolloutDesk.History history = RolloutDesk.history(file);
        RolloutState state = history.state();
        if (state == null) {
            System.err.println("weir: there is no rollout of " + file.name());
            return Main.NO;
        }
        Map<String, @Nullable Object> row = new LinkedHashMap<>();
        row.put("rollout", state.getRollout());
        row.put("phase", state.getPhase().toString());
        row.put("control", state.getControl());
        row.put("challenger", state.getChallenger());
        row.put("shares", new TreeMap<>(state.getShares()));
        row.put("stage", state.getStage() < 0 ? "shadow" : state.getStage() + 1);
        if (state.getShadow() > 0) {
            row.put("shadowed", state.getShadow());
        }
        row.put("as of", Instant.ofEpochMilli(state.getTime()).toString());
        row.put("reason", state.getReason());
        row.put("numbers", new TreeMap<>(state.getNumbers()));
        row.put("words", List.copyOf(state.getWords()));
        List<Map<String, @Nullable Object>> steps =
                history.entries().stream().map(RolloutCommands::row).toList();
        row.put("steps", steps);
        List<String> lines = new ArrayList<>();
        row.forEach((key, value) -> {
            if (!Set.of("steps", "numbers", "words").contains(key)) {
                lines.add(String.format("%-12s %s", key, value));
            }
        });
        state.getNumbers().entrySet().stream()
                .sorted(Map.Entry.comparingByKey())
                .forEach(n -> lines.add(String.format(Locale.ROOT, "  %-40s %.6g", n.getKey(), n.getValue())));
        state.getWords().forEach(words -> lines.add("  " + words));
        history.entries().forEach(e -> lines.add(line(e)));
        out.one(row, lines);
        return 0;
    }

    private static Map<String, @Nullable Object> row(AuditEntry e) {
        Map<String, @Nullable Object> row = new LinkedHashMap<>();
        row.put("time", Instant.ofEpochMilli(e.getTime()).toString());
        row.put("subject", e.getSubject());
        row.put("action", e.getAction());
        row.put("by", e.getBy());
        row.put("reason", e.getReason());
        row.put("numbers", new TreeMap<>(e.getNumbers()));
        return row;
    }

    private static String line(AuditEntry e) {
        return Instant.ofEpochMilli(e.getTime()) + "  " + e.getSubject() + "  " + e.getAction() + " by " + e.getBy()
                + ": " + e.getReason();
    }
}
