package dev.weir.ops.cli;

import dev.weir.ops.evaluate.EpisodeSettings;
import dev.weir.ops.evaluate.Fork;
import dev.weir.ops.evaluate.Progress;
import dev.weir.ops.evaluate.ReportPage;
import dev.weir.ops.evaluate.Settings;
import dev.weir.schemas.problem.ProblemFile;
import dev.weir.schemas.problem.ProblemFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/** {@code weir fork}. */
@Command(
        name = "fork",
        mixinStandardHelpOptions = true,
        description = {
            "Learn the log up to an offset by another problem file, and evaluate that beside the version of then on what came",
            "after. Nothing is written onto topics."
        })
final class ForkCommand implements Callable<Integer> {
    @Parameters(paramLabel = "FILE", description = "The problem file of the log.")
    Path path = Path.of("");

    @Option(
            names = "--at",
            required = true,
            paramLabel = "OFFSET|VERSION",
            description = "Offset of transitions, or where a version like 0.12 ended.")
    String at = "";

    @Option(
            names = "--problem",
            required = true,
            paramLabel = "OTHER.yaml",
            description = "By which the fork learns; features and actions are the log's, a reward formula may differ.")
    Path other = Path.of("");

    @Option(names = "--track", paramLabel = "NAME", description = "Of FILE (default: the one that serves).")
    @Nullable
    String track;

    @Option(names = "--fork-track", paramLabel = "NAME", description = "Of OTHER (default: the one that serves).")
    @Nullable
    String forkTrack;

    @Option(names = "--policy", split = ",", paramLabel = "POLICY", description = "Others beside, as in weir evaluate.")
    List<String> policies = new ArrayList<>();

    @Option(
            names = "--horizon",
            defaultValue = "0",
            paramLabel = "N",
            description = "Episodes: cuts them after N steps (default: as they were logged).")
    int horizon;

    @Option(names = "--level", defaultValue = "0.95", paramLabel = "P", description = "Of intervals (default: 0.95).")
    double level = 0.95;

    @Option(
            names = "--save",
            paramLabel = "F",
            description = "Writes the fork's content there, a --policy of weir evaluate.")
    @Nullable
    Path save;

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
        ProblemFile file = kafka.read(path);
        ProblemFile forked = ProblemFiles.read(other, System.getenv());
        String name = file.track(track == null ? file.serve() : track).name();
        String forkName =
                forked.track(forkTrack == null ? forked.serve() : forkTrack).name();
        Fork fork = new Fork(file, name, forked, forkName, Fork.offset(file, name, at));
        Settings settings = new Settings(
                level,
                List.of(),
                0,
                0,
                null,
                0,
                new EpisodeSettings(horizon, EpisodeSettings.Q.AUTO, 3),
                List.of(),
                false,
                null);
        Fork.Result result =
                fork.run(settings, policies, System.err, new Progress(System.err, System.console() != null));
        Map<String, Object> said = new LinkedHashMap<>();
        said.put("at", fork.at());
        said.put("training", result.training());
        said.put("evaluation", result.report().json());
        if (save != null) {
            Files.write(save, result.content());
        }
        if (report != null) {
            String json = JsonMapper.builder()
                    .enable(SerializationFeature.INDENT_OUTPUT)
                    .build()
                    .writeValueAsString(said);
            Files.writeString(report, json + "\n");
            String base = String.valueOf(report.getFileName()).replaceAll("\\.json$", "");
            Files.writeString(report.resolveSibling(base + ".html"), ReportPage.of(result.report()));
        }
        if (out.format == Output.Format.JSON) {
            out.one(said, List.of());
        } else {
            out.rows(result.report().table());
            result.report().words().forEach(System.out::println);
        }
        return 0;
    }
}
