package dev.weir.ops.cli;

import dev.weir.ops.dsjson.Dsjson;
import dev.weir.ops.dsjson.Inference;
import dev.weir.ops.train.TransitionFile;
import dev.weir.ops.transfer.Import;
import dev.weir.schemas.avro.Transition;
import dev.weir.schemas.problem.ProblemFile;
import dev.weir.schemas.problem.ProblemFiles;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.apache.avro.file.DataFileWriter;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code weir import}. */
@Command(
        name = "import",
        mixinStandardHelpOptions = true,
        description = {
            "Put an export onto the empty topics of another cluster: what is learned there goes on with the same bytes. Topics",
            "must be there (weir topics apply). An import that broke off is given again.",
            "Or read a DSJSON log of Vowpal Wabbit or Personalizer: what became what is told, a problem file and transitions",
            "are written, for weir evaluate --log and weir train --from … --publish."
        })
final class ImportCommand implements Callable<Integer> {
    @Parameters(
            arity = "0..1",
            paramLabel = "PROBLEM",
            description = "A problem file; with --dsjson made where not given.")
    @Nullable
    Path problem;

    @ArgGroup(multiplicity = "1")
    Source source = new Source();

    /** What is read. */
    static final class Source {
        @Option(names = "--from", paramLabel = "FOLDER", description = "That weir export --to wrote.")
        @Nullable
        Path folder;

        @Option(names = "--dsjson", paramLabel = "F.dsjson", description = "One JSON object a line (.gz too).")
        @Nullable
        Path dsjson;
    }

    @Option(
            names = "--name",
            defaultValue = "imported",
            paramLabel = "NAME",
            description = "Of the problem that is made.")
    String name = "imported";

    @Option(names = "--problem-out", paramLabel = "P.yaml", description = "Where the problem file that is made goes.")
    @Nullable
    Path problemOut;

    @Option(names = "--rows", paramLabel = "F.avro", description = "Where transitions go.")
    @Nullable
    Path rows;

    @Option(
            names = "--map",
            split = ",",
            paramLabel = "NAME=PATH",
            description = "Features, or unit, whose path in the JSON differs from their name, like device=User.device.")
    Map<String, String> map = new LinkedHashMap<>();

    @Mixin
    ProblemOptions kafka = new ProblemOptions();

    @Mixin
    Output out = new Output();

    @Override
    public Integer call() throws IOException {
        if (source.dsjson != null) {
            return dsjson(source.dsjson);
        }
        if (problem == null || source.folder == null) {
            throw new IllegalArgumentException("PROBLEM must be given with --from");
        }
        ProblemFile file = kafka.read(problem);
        Map<String, Long> written = Import.topics(file, source.folder);
        out.one(written, List.of("imported " + written + " from " + source.folder));
        return 0;
    }

    private int dsjson(Path log) throws IOException {
        Inference inference = Inference.of(log);
        List<String> lines = new ArrayList<>(inference.report());
        String yaml = inference.problem(name);
        ProblemFile file = problem == null ? ProblemFiles.parse(yaml) : kafka.read(problem);
        if (problemOut != null) {
            Files.writeString(problemOut, yaml);
            lines.add("problem file: " + problemOut);
        }
        if (rows != null) {
            long[] count = new long[1];
            try (DataFileWriter<Transition> writer = TransitionFile.writer(rows)) {
                new Dsjson(file, map).read(log, (where, transition) -> {
                    try {
                        writer.append(transition);
                    } catch (IOException e) {
                        throw new UncheckedIOException(e);
                    }
                    count[0]++;
                });
            }
            lines.add(count[0] + " transitions: " + rows);
        }
        out.one(Map.of("report", lines), lines);
        return 0;
    }
}
