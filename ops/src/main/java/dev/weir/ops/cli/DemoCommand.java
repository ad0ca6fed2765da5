package dev.weir.ops.cli;

import dev.weir.ops.simulate.Demo;
import dev.weir.ops.simulate.DemoOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code weir demo}. */
@Command(
        name = "demo",
        mixinStandardHelpOptions = true,
        description = "Start everything on a broker in this process and learn on live traffic.")
final class DemoCommand implements Callable<Integer> {
    private static final long END_SECONDS = 30;

    @Parameters(
            arity = "0..1",
            paramLabel = "WORLD",
            defaultValue = "inventory",
            description = "inventory, translation or newsvendor (default: ${DEFAULT-VALUE}).")
    String world = "inventory";

    @Option(names = "--data", paramLabel = "FILE", description = "Rated translations, tab-separated, .gz or not.")
    @Nullable
    Path data;

    @Option(
            names = "--decisions",
            paramLabel = "N",
            description = "Decisions (default: 20000, 120000 of inventory, or all passes of the data).")
    long decisions;

    @Option(names = "--passes", paramLabel = "P", defaultValue = "1", description = "Passes over the data.")
    int passes = 1;

    @Option(names = "--seed", paramLabel = "S", defaultValue = "1", description = "Of world and learner.")
    long seed = 1;

    @Option(
            names = "--ahead",
            paramLabel = "K",
            defaultValue = "100",
            description =
                    "Decisions at most beyond what the serving version has learned from (default: ${DEFAULT-VALUE}).")
    int ahead = 100;

    @Option(
            names = "--shift",
            description =
                    "inventory: from 60 to 80 % of the decisions everything costs a fifth more, and an alert says so.")
    boolean shift;

    @Option(names = "--headless", description = "A line now and then in place of the panel.")
    boolean headless;

    @Option(names = "--report", paramLabel = "F.json", description = "Where the report goes; the picture beside it.")
    @Nullable
    Path report;

    @Option(
            names = "--bootstrap-servers",
            paramLabel = "HOST:PORT",
            description = "Brokers in place of the embedded one.")
    @Nullable
    String bootstrapServers;

    @Override
    public Integer call() throws IOException {
        System.setProperty("org.slf4j.simpleLogger.log.dev.weir", "warn");
        Path to = report;
        if (to == null) {
            Path folder = Path.of("weir-data");
            Files.createDirectories(folder);
            to = folder.resolve("demo-" + world + ".json");
        }
        Demo demo = new Demo(
                new DemoOptions(
                        world, data, decisions, passes, seed, ahead, headless, bootstrapServers, to, null, shift),
                System.out);
        CountDownLatch ended = new CountDownLatch(1);
        Thread hook = new Thread(() -> end(demo, ended), "end");
        Runtime.getRuntime().addShutdownHook(hook);
        try {
            demo.run();
        } finally {
            ended.countDown();
            forget(hook);
        }
        return 0;
    }

    private static void end(Demo demo, CountDownLatch ended) {
        demo.stop();
        try {
            if (!ended.await(END_SECONDS, TimeUnit.SECONDS)) {
                System.err.println("weir: the demo did not end within " + END_SECONDS + " s");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void forget(Thread hook) {
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException e) {
            // the process is ending: the hook is at work
        }
    }
}
