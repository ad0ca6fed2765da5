package dev.weir.ops.cli;

import dev.weir.ops.learner.LearnerDesk;
import dev.weir.schemas.avro.LearnerCommand;
import dev.weir.schemas.avro.LearnerControl;
import dev.weir.schemas.problem.ProblemFile;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code weir learner}. */
@Command(
        name = "learner",
        mixinStandardHelpOptions = true,
        description = "Tell a track's learner to leave out what comes, or to learn again.")
final class LearnerCommands {
    /** Whose learner, and why. */
    static final class Order {
        @Mixin
        ProblemOptions kafka = new ProblemOptions();

        @Parameters(paramLabel = "FILE", description = "A problem file.")
        Path path = Path.of("");

        @Option(names = "--track", paramLabel = "NAME", description = "By default the one that serves.")
        @Nullable
        String track;

        @Option(
                names = "--reason",
                paramLabel = "TEXT",
                required = true,
                description = "Why; it goes into the audit log.")
        String reason = "";

        @Option(names = "--by", paramLabel = "NAME", description = "Who (default: the user of this process).")
        String by = UpCommand.by();

        ProblemFile file() {
            return kafka.read(path);
        }

        /** The track, which must be one of the file's. */
        String track(ProblemFile file) {
            return file.track(track == null ? file.serve() : track).name();
        }

        int give(LearnerCommand command, ProblemFile file, String version, long from, long to) {
            LearnerDesk.ask(
                    file,
                    new LearnerControl(
                            track(file), command, by, reason, System.currentTimeMillis(), version, from, to));
            return 0;
        }
    }

    @Command(
            name = "pause",
            mixinStandardHelpOptions = true,
            description = "Leave out every transition from here on; versions stay as they are.")
    int pause(@Mixin Order order) {
        return order.give(LearnerCommand.PAUSE, order.file(), "", 0, 0);
    }

    @Command(
            name = "resume",
            mixinStandardHelpOptions = true,
            description = "Learn from what comes from here on; what was left out stays so until a rewind.")
    int resume(@Mixin Order order) {
        return order.give(LearnerCommand.RESUME, order.file(), "", 0, 0);
    }
}
