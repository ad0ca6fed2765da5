package dev.weir.ops.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code weir outcome}. */
@Command(name = "outcome", mixinStandardHelpOptions = true, description = "Report what happened after a decision.")
final class OutcomeCommand implements Callable<Integer> {
    @Option(names = "--problem", required = true, paramLabel = "NAME", description = "Name of the problem.")
    String problem = "";

    @Parameters(paramLabel = "JSON", description = "The outcome: {\"decision\": …, \"metrics\": {…}}.")
    String json = "";

    @Mixin
    Service service = new Service();

    @Override
    public Integer call() throws InterruptedException {
        return service.post("/v1/problems/" + problem + "/outcomes", json);
    }
}
