package dev.weir.ops.cli;

import dev.weir.ops.evaluate.EpisodeSettings;
import dev.weir.ops.evaluate.EvaluationReport;
import dev.weir.ops.evaluate.Evaluator;
import dev.weir.ops.evaluate.Progress;
import dev.weir.ops.evaluate.ReportPage;
import dev.weir.ops.evaluate.Requirement;
import dev.weir.ops.evaluate.RewardRange;
import dev.weir.ops.evaluate.Settings;
import dev.weir.schemas.problem.ProblemFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/** {@code weir evaluate}. */
@Command(
        name = "evaluate",
        mixinStandardHelpOptions = true,
        description = "What policies would have earned, from a log alone, with intervals and whether to believe them.")
final class EvaluateCommand implements Callable<Integer> {
    @Parameters(paramLabel = "PROBLEM", description = "A problem file.")
    Path problem = Path.of("");

    @Mixin
    LogOptions logs = new LogOptions();

    @Option(
            names = "--policy",
            split = ",",
            required = true,
            paramLabel = "POLICY",
            description =
                    "uniform, best-constant, baseline, champion, a version (0.12, track@0.12), a track (its newest),"
                            + " a file of a version's content, or a table (F.csv); several between commas.")
    List<String> policies = new ArrayList<>();

    @Option(
            names = "--limits",
            split = ",",
            paramLabel = "L",
            description = "Limits of clipped weights, switch-dr and dros (default: chosen by SLOPE).")
    List<Double> limits = new ArrayList<>();

    @Option(names = "--level", defaultValue = "0.95", paramLabel = "P", description = "Of intervals (default: 0.95).")
    double level = 0.95;

    @Option(
            names = "--folds",
            defaultValue = "0",
            paramLabel = "N",
            description =
                    "Of the cross-fitted model (default: 3, of episodes 10; 1, of episodes: it sees what it values).")
    int folds;

    @Option(
            names = "--horizon",
            defaultValue = "0",
            paramLabel = "N",
            description = "Episodes: cuts them after N steps (default: as they were logged).")
    int horizon;

    @Option(
            names = "--q",
            defaultValue = "auto",
            paramLabel = "MODEL",
            description = "Episodes: model of action values, ${COMPLETION-CANDIDATES} (default: auto).")
    EpisodeSettings.Q q = EpisodeSettings.Q.AUTO;

    @Option(
            names = "--epochs",
            defaultValue = "3",
            paramLabel = "N",
            description = "Episodes: times over the rows in each fit of a network (default: 3).")
    int epochs = 3;

    @Option(
            names = "--ridge",
            defaultValue = "0",
            paramLabel = "X",
            description = "Penalty of the reward model (default: chosen by cross-validation).")
    double ridge;

    @Option(
            names = "--values",
            paramLabel = "F.csv",
            description = "A reward model's own values: a header, then a line a row, a number an action.")
    @Nullable
    Path values;

    @Option(names = "--seed", defaultValue = "0", paramLabel = "S", description = "Of the folds.")
    long seed;

    @Option(
            names = "--slice",
            split = ",",
            paramLabel = "FEATURE",
            description =
                    "Tells the value also where a feature has each of its values, or lies in each of its quarters.")
    List<String> slices = new ArrayList<>();

    @Option(
            names = "--sequence",
            description = "Adds confidence sequences: intervals that hold however often, and whenever, one looks.")
    boolean sequences;

    @Option(
            names = "--reward-range",
            split = ",",
            arity = "1",
            paramLabel = "LEAST,GREATEST",
            description = "Rewards cannot be outside: adds a sequence by betting, which needs nothing else.")
    List<Double> range = new ArrayList<>();

    @Option(
            names = "--require",
            paramLabel = "CONDITION",
            description =
                    "Like \"lower(dr) > value(uniform)\"; exit code 1 where it does not hold. May be given again.")
    List<String> requirements = new ArrayList<>();

    @Option(names = "--despite-verdict", description = "Requirements count even where the verdict is: do not believe.")
    boolean anyway;

    @Option(names = "--report", paramLabel = "F.json", description = "Writes it there, and a page F.html beside it.")
    @Nullable
    Path report;

    @Mixin
    ProblemOptions kafka = new ProblemOptions();

    @Mixin
    Output out = new Output();

    @Override
    public Integer call() throws IOException {
        System.setProperty("org.slf4j.simpleLogger.log.dev.weir", "warn");
        List<Requirement> required =
                requirements.stream().map(Requirement::parse).toList();
        Settings settings = new Settings(
                level,
                limits,
                folds,
                ridge,
                values,
                seed,
                new EpisodeSettings(horizon, q, epochs),
                slices,
                sequences || !range.isEmpty(),
                range());
        ProblemFile file = kafka.read(problem);
        Progress progress = new Progress(System.err, System.console() != null);
        EvaluationReport said = new Evaluator(file, logs.of(file), settings, progress)
                .evaluate(List.copyOf(new LinkedHashSet<>(policies)));
        print(said);
        boolean holds = true;
        for (Requirement one : required) {
            System.err.println(one.explained(said, anyway));
            holds &= one.holds(said, anyway);
        }
        return holds ? 0 : Main.NO;
    }

    private @Nullable RewardRange range() {
        if (!range.isEmpty() && range.size() != 2) {
            throw new IllegalArgumentException("--reward-range must be LEAST,GREATEST, was " + range);
        }
        return range.isEmpty() ? null : new RewardRange(range.get(0), range.get(1));
    }

    private void print(EvaluationReport said) throws IOException {
        if (out.format == Output.Format.JSON) {
            out.one(said.json(), List.of());
        } else {
            out.rows(said.table());
            said.words().forEach(System.out::println);
        }
        if (report != null) {
            String json = JsonMapper.builder()
                    .enable(SerializationFeature.INDENT_OUTPUT)
                    .build()
                    .writeValueAsString(said.json());
            Files.writeString(report, json + "\n");
            String name = String.valueOf(report.getFileName());
            Path page = report.resolveSibling(
                    (name.endsWith(".json") ? name.substring(0, name.length() - 5) : name) + ".html");
            Files.writeString(page, ReportPage.of(said));
            System.err.println("Report: " + report + ", page: " + page);
        }
    }
}
