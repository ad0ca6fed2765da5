package dev.weir.ops.cli;

import dev.weir.ops.simulate.Demo;
import dev.weir.ops.simulate.Modes;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code weir modes}. */
@Command(
        name = "modes",
        mixinStandardHelpOptions = true,
        description =
                "A business with a rule hands over: logging only, apprentice, 5 %%, promoted, on a broker in this process.")
final class ModesCommand implements Callable<Integer> {
    @Parameters(paramLabel = "WORLD", description = "inventory or translation.")
    String world = "translation";

    @Option(names = "--seed", paramLabel = "S", defaultValue = "1", description = "Of world and learner.")
    long seed = 1;

    @Option(
            names = "--bootstrap-servers",
            paramLabel = "HOST:PORT",
            description = "Brokers in place of the embedded one.")
    @Nullable
    String bootstrapServers;

    @Mixin
    Output out = new Output();

    @Override
    public Integer call() throws IOException {
        System.setProperty("org.slf4j.simpleLogger.log.dev.weir", "warn");
        Path folder = Files.createTempDirectory("weir-modes");
        Map<String, @Nullable Object> report;
        try {
            PrintStream course = out.format == Output.Format.JSON ? System.err : System.out;
            report = Modes.play(world, seed, bootstrapServers, folder, course);
        } finally {
            Demo.delete(folder);
        }
        List<String> lines = new ArrayList<>();
        report.forEach((key, value) -> lines.add(String.format("%-48s %s", key, value)));
        out.one(report, lines);
        return 0;
    }
}
