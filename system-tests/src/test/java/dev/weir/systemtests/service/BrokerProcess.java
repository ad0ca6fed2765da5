package dev.weir.systemtests.service;

import dev.weir.ops.embedded.EmbeddedBroker;
import java.nio.file.Path;

/** An embedded broker in a JVM of its own; its arguments are the folder of its data and, if it matters, its port. */
public final class BrokerProcess {
    private BrokerProcess() {}

    public static void main(String[] args) throws Exception {
        EmbeddedBroker broker = EmbeddedBroker.start(Path.of(args[0]), args.length > 1 ? Integer.parseInt(args[1]) : 0);
        System.out.println("READY " + broker.bootstrapServers());
        Thread.sleep(600_000); // whoever started it kills it
    }
}
