package dev.weir.ops.cli;

import dev.weir.schemas.problem.ProblemFiles.InvalidProblemException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/**
 * The command {@code weir}. Exit codes: 0 done; 1 the answer is no (differs, not found, not ready); 2 wrong usage or an
 * invalid file; 3 Kafka or the service cannot be reached or refused.
 */
@Command(
        name = "weir",
        mixinStandardHelpOptions = true,
        version = "weir 0.1.0",
        description = "Stream-processing online reinforcement learning for decision systems, on Kafka.",
        subcommands = {
            DemoCommand.class,
            ModesCommand.class,
            UpCommand.class,
            ProblemCommand.class,
            TopicsCommand.class,
            DecideCommand.class,
            DecisionsCommand.class,
            OutcomeCommand.class,
            StatusCommand.class,
            PoliciesCommand.class,
            AlertsCommand.class,
            RolloutCommands.class,
            LearnerCommands.class,
            RewindCommand.class,
            TrainCommand.class,
            EvaluateCommand.class,
            ForkCommand.class,
            ExportCommand.class,
            ImportCommand.class,
            VerifyCommand.class,
            WhyCommand.class,
            CompletionCommand.class
        },
        footer = {
            "",
            "Exit codes: 0 done; 1 the answer is no; 2 wrong usage or invalid file; 3 Kafka or the service cannot be reached."
        })
public final class Main implements Runnable {
    /** The answer is no. */
    static final int NO = 1;

    private static final int WRONG = 2;
    private static final int UNREACHABLE = 3;

    @Spec
    private @Nullable CommandSpec spec;

    @Override
    public void run() {
        if (spec != null) {
            throw new ParameterException(spec.commandLine(), "name a command");
        }
    }

    /** Runs a command line and ends the process with its exit code. */
    public static void main(String[] arguments) {
        System.exit(commandLine().execute(arguments));
    }

    /** The command line as it is parsed and run. */
    public static CommandLine commandLine() {
        CommandLine line = new CommandLine(new Main());
        line.setCaseInsensitiveEnumValuesAllowed(true);
        line.setExecutionExceptionHandler((exception, command, parsed) -> {
            command.getErr().println("weir: " + message(exception));
            boolean wrong =
                    exception instanceof IllegalArgumentException || exception instanceof InvalidProblemException;
            return wrong ? WRONG : UNREACHABLE;
        });
        return line;
    }

    private static String message(Exception e) {
        String message = e.getMessage();
        return message == null ? e.getClass().getSimpleName() : message;
    }
}
