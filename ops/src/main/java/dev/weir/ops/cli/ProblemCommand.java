package dev.weir.ops.cli;

import dev.weir.schemas.problem.ProblemDiff;
import dev.weir.schemas.problem.ProblemFile;
import dev.weir.schemas.problem.ProblemFiles;
import dev.weir.schemas.problem.ProblemRegistry;
import dev.weir.schemas.problem.ProblemTemplates;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code weir problem}. */
@Command(
        name = "problem",
        mixinStandardHelpOptions = true,
        description = "Write, check, compare and put in force problem files.")
final class ProblemCommand {
    @Command(name = "init", mixinStandardHelpOptions = true, description = "Write a problem file to begin with.")
    int init(
            @Parameters(paramLabel = "NAME", description = "Name of the problem.") String name,
            @Option(
                            names = "--kind",
                            paramLabel = "KIND",
                            defaultValue = "ids",
                            description = "ids, quantities or candidates.")
                    String kind,
            @Option(names = "--output", paramLabel = "FILE", description = "Where to; by default NAME.yaml.") @Nullable
                    Path output)
            throws IOException {
        String yaml = ProblemTemplates.init(kind).replace("problem: my-problem", "problem: " + name);
        ProblemFiles.parse(yaml);
        Path file = output == null ? Path.of(name + ".yaml") : output;
        if (Files.exists(file)) {
            throw new IllegalArgumentException(file + " exists; name another with --output");
        }
        Files.writeString(file, yaml);
        System.out.println("wrote " + file);
        return 0;
    }

    @Command(
            name = "validate",
            mixinStandardHelpOptions = true,
            description = "Say everything that is wrong with a file.")
    int validate(@Mixin Output out, @Parameters(paramLabel = "FILE", description = "A problem file.") Path path) {
        ProblemFile file = ProblemFiles.read(path, System.getenv());
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("problem", file.name());
        json.put("hash", file.hash());
        json.put("tracks", file.tracks().stream().map(ProblemFile.Track::name).toList());
        for (ProblemFile.Track track : file.tracks()) { // what only the learner can know: whether its terms fit
            track.learner().create(file.decision(), track.seed());
        }
        out.one(json, List.of(path + " is valid: problem " + file.name() + ", hash " + file.hash()));
        return 0;
    }

    @Command(name = "diff", mixinStandardHelpOptions = true, description = "Say what a change does, key by key.")
    int diff(
            @Mixin Output out,
            @Parameters(index = "0", paramLabel = "OLD", description = "The file as it was.") Path from,
            @Parameters(index = "1", paramLabel = "NEW", description = "The file as it shall be.") Path to) {
        List<ProblemDiff.Change> changes =
                ProblemDiff.between(ProblemFiles.read(from, System.getenv()), ProblemFiles.read(to, System.getenv()));
        out.one(
                changes,
                changes.isEmpty()
                        ? List.of("nothing differs")
                        : changes.stream().map(ProblemDiff.Change::toString).toList());
        return changes.isEmpty() ? 0 : Main.NO;
    }

    @Command(name = "apply", mixinStandardHelpOptions = true, description = "Put a file in force, in the log.")
    int apply(
            @Mixin ProblemOptions kafka, @Parameters(paramLabel = "FILE", description = "A problem file.") Path path) {
        ProblemFile file = kafka.read(path);
        boolean written = ProblemRegistry.apply(file, file.kafkaSettings(), UpCommand.by());
        System.out.println(file + (written ? " is in force now" : " was in force already"));
        return 0;
    }

    @Command(name = "schema", mixinStandardHelpOptions = true, description = "Print the JSON Schema, for editors.")
    int schema() {
        System.out.println(ProblemTemplates.jsonSchema());
        return 0;
    }
}
