package dev.weir.ops.cli;

import dev.weir.rl.decision.DecisionId;
import dev.weir.rl.decision.UnitId;
import dev.weir.schemas.problem.ProblemFile;
import dev.weir.service.index.Found;
import dev.weir.service.index.PositionReader;
import dev.weir.service.index.Where;
import dev.weir.service.why.Explainer;
import dev.weir.service.why.Explanation;
import dev.weir.service.why.Papers;
import dev.weir.service.why.Versions;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;

/** {@code weir why}. */
@Command(
        name = "why",
        mixinStandardHelpOptions = true,
        description = {
            "Explain a decision, decide it again from the version that made it, and compare bits.",
            "A service says where it stands; everything else is read from the log and done here, not believed."
        })
final class WhyCommand implements Callable<Integer> {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int PATIENCE_SECONDS = 30;

    @Option(names = "--problem", required = true, paramLabel = "FILE", description = "A problem file.")
    Path file = Path.of("");

    @Option(names = "--unit", paramLabel = "UNIT", description = "With --id: the caller's own names.")
    @Nullable
    String unit;

    @Option(names = "--id", paramLabel = "ID", description = "The caller's id of the decision.")
    @Nullable
    String id;

    @Option(names = "--html", paramLabel = "FILE", description = "Write the auditor's page there as well.")
    @Nullable
    Path html;

    @Parameters(
            arity = "0..1",
            paramLabel = "DECISION",
            description = "The decision's id, in place of --unit and --id.")
    @Nullable
    String decision;

    @Mixin
    ProblemOptions kafka = new ProblemOptions();

    @Mixin
    Service service = new Service();

    @Option(
            names = {"-o", "--output"},
            paramLabel = "json|table",
            defaultValue = "table",
            description = "json or table.")
    Output.Format format = Output.Format.TABLE;

    @Override
    public Integer call() throws IOException, InterruptedException {
        ProblemFile problem = kafka.read(file);
        DecisionId wanted = id();
        Optional<Found> found = found(problem, wanted);
        if (found.isEmpty()) {
            return Main.NO;
        }
        LoggedVersions logged = new LoggedVersions(problem, found.get());
        try (PositionReader reader = new PositionReader(problem);
                Papers papers = papers(problem)) {
            Versions versions = new Versions(problem, logged, reader, Map.of(), logged::again);
            Optional<Explanation> why = new Explainer(problem, logged, reader, versions, papers).explain(wanted);
            if (why.isEmpty()) {
                System.err.println("weir: decision " + wanted + " does not stand at " + found.get());
                return Main.NO;
            }
            return told(why.get());
        }
    }

    private int told(Explanation why) throws IOException {
        if (format == Output.Format.JSON) {
            System.out.println(why.json());
        } else {
            WhyLines.of(why).forEach(System.out::println);
        }
        if (html != null) {
            Files.writeString(html, why.page());
            System.err.println("weir: the page is " + html);
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

    /** Where a service's index says that it stands; empty, and said why, if it does not know. */
    private Optional<Found> found(ProblemFile problem, DecisionId wanted) throws InterruptedException {
        String path = "/v1/problems/" + problem.name() + "/decisions/" + wanted;
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
        while (true) {
            HttpResponse<String> response = service.get(path);
            if (response.statusCode() != 200) {
                System.err.println("weir: " + response.body());
                return Optional.empty();
            }
            JsonNode log = JSON.readTree(response.body()).get("log");
            if (!log.isNull()) {
                JsonNode transition = log.get("transition");
                return Optional.of(
                        new Found(where(log.get("decision")), transition.isNull() ? null : where(transition)));
            } else if (System.nanoTime() > deadline) {
                System.err.println("weir: decision " + wanted + " is still on its way to the log");
                return Optional.empty();
            }
            TimeUnit.MILLISECONDS.sleep(200);
        }
    }

    private static Where where(JsonNode place) {
        return new Where(
                place.get("topic").asString(),
                place.get("partition").asInt(),
                place.get("offset").asLong());
    }

    private static Papers papers(ProblemFile problem) throws InterruptedException {
        Papers papers = Papers.start(problem);
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
        while (!papers.caughtUp()) {
            if (System.nanoTime() > deadline) {
                papers.close();
                throw new IllegalStateException("the brokers do not answer");
            }
            TimeUnit.MILLISECONDS.sleep(20);
        }
        return papers;
    }
}
