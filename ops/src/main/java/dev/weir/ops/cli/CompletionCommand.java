package dev.weir.ops.cli;

import picocli.AutoComplete;
import picocli.CommandLine.Command;

/** {@code weir completion}. */
@Command(
        name = "completion",
        mixinStandardHelpOptions = true,
        description = "Print a completion script: source <(weir completion) in bash or zsh.")
final class CompletionCommand implements Runnable {
    @Override
    public void run() {
        System.out.print(AutoComplete.bash("weir", Main.commandLine()));
    }
}
