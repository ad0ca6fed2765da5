package dev.weir.ops.cli;

import dev.weir.ops.transfer.Export;
import dev.weir.schemas.problem.ProblemFile;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code weir export}. */
@Command(
        name = "export",
        mixinStandardHelpOptions = true,
        description = "Write what a problem has learned from, its checkpoints and its versions as Avro files.")
final class ExportCommand implements Callable<Integer> {
    @Parameters(paramLabel = "PROBLEM", description = "A problem file.")
    Path problem = Path.of("");

    @ArgGroup(multiplicity = "1")
    Target target = new Target();

    /** Where it goes. */
    static final class Target {
        @Option(
                names = "--to",
                paramLabel = "FOLDER",
                description = "All of problems, transitions, checkpoints and policies, byte for byte, for weir import.")
        @Nullable
        Path folder;

        @Option(
                names = "--rows",
                paramLabel = "F.avro",
                description = "Transitions alone, for weir train --from, weir evaluate --log and other programs.")
        @Nullable
        Path rows;
    }

    @Option(names = "--from-offset", defaultValue = "0", paramLabel = "N", description = "Of --rows: first offset.")
    long fromOffset;

    @Option(names = "--to-offset", paramLabel = "N", description = "Of --rows: offset after the last.")
    @Nullable
    Long toOffset;

    @Mixin
    ProblemOptions kafka = new ProblemOptions();

    @Mixin
    Output out = new Output();

    @Override
    public Integer call() throws IOException {
        ProblemFile file = kafka.read(problem);
        Map<String, Object> said = new LinkedHashMap<>();
        if (target.folder != null) {
            said.putAll(Export.topics(file, target.folder));
        } else if (target.rows != null) {
            long end = toOffset == null ? Long.MAX_VALUE : toOffset;
            said.put("transitions", Export.rows(file, target.rows, fromOffset, end));
        }
        out.one(said, List.of("exported " + said + " to " + (target.folder != null ? target.folder : target.rows)));
        return 0;
    }
}
