package dev.weir.ops.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code weir decide}. */
@Command(name = "decide", mixinStandardHelpOptions = true, description = "Ask the policy service for a decision.")
final class DecideCommand implements Callable<Integer> {
    @Option(names = "--problem", required = true, paramLabel = "NAME", description = "Name of the problem.")
    String problem = "";

    @Parameters(paramLabel = "JSON", description = "The request: {\"unit\": …, \"features\": {…}}.")
    String json = "";

    @Mixin
    Service service = new Service();

    @Override
    public Integer call() throws InterruptedException {
        return service.post("/v1/problems/" + problem + "/decisions", json);
    }
}
