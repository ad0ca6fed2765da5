package dev.weir.ops.cli;

import dev.weir.ops.status.ProblemStatus;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code weir status}. */
@Command(
        name = "status",
        mixinStandardHelpOptions = true,
        description = "Say in words what was received, joined and learned, what still waits, and what decides.")
final class StatusCommand implements Callable<Integer> {
    @Parameters(paramLabel = "FILE", description = "A problem file.")
    Path file = Path.of("");

    @Mixin
    ProblemOptions kafka = new ProblemOptions();

    @Mixin
    Output out = new Output();

    @Override
    public Integer call() {
        ProblemStatus status = ProblemStatus.read(kafka.read(file));
        out.one(status.json(), status.lines());
        return 0;
    }
}
