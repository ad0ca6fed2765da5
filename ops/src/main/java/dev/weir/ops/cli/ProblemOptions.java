package dev.weir.ops.cli;

import dev.weir.schemas.problem.ProblemFile;
import dev.weir.schemas.problem.ProblemFiles;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Where Kafka is, laid over what the problem file says. */
final class ProblemOptions {
    @Option(names = "--bootstrap-servers", paramLabel = "HOST:PORT", description = "Brokers, in place of the file's.")
    @Nullable
    String bootstrapServers;

    @Option(
            names = {"-K", "--kafka"},
            paramLabel = "KEY=VALUE",
            description = "Any of Kafka's own keys, in place of the file's; may be given again.")
    Map<String, String> kafka = new LinkedHashMap<>();

    ProblemFile read(Path path) {
        Map<String, String> over = new HashMap<>(kafka);
        if (bootstrapServers != null) {
            over.put("bootstrap.servers", bootstrapServers);
        }
        return ProblemFiles.read(path, System.getenv()).withKafka(over);
    }
}
