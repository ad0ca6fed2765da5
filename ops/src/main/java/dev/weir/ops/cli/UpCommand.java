package dev.weir.ops.cli;

import dev.weir.ops.embedded.EmbeddedBroker;
import dev.weir.ops.run.Applications;
import dev.weir.ops.run.Part;
import dev.weir.ops.run.RunSettings;
import dev.weir.schemas.problem.ProblemFile;
import dev.weir.service.security.SecuritySettings;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code weir up}. */
@Command(
        name = "up",
        mixinStandardHelpOptions = true,
        description = "Run all applications of one or many problems until they are told to end.")
final class UpCommand implements Callable<Integer> {
    private static final long WATCH_SECONDS = 2;

    @Parameters(arity = "1..*", paramLabel = "PROBLEM.yaml", description = "Problem files.")
    List<Path> files = List.of();

    @Mixin
    ProblemOptions kafka = new ProblemOptions();

    @Option(
            names = "--only",
            paramLabel = "PART",
            split = ",",
            description = "service, ingestion, learner, rollout, explain, drift: run these alone.")
    Set<Part> only = EnumSet.noneOf(Part.class);

    @Option(names = "--embedded", description = "Start a broker in this process.")
    boolean embedded;

    @Option(
            names = "--broker-port",
            paramLabel = "PORT",
            defaultValue = "9092",
            description = "Of the embedded broker.")
    int brokerPort = 9092;

    @Option(
            names = "--create-topics",
            description = "Create missing topics, as weir topics apply would; implied by --embedded.")
    boolean createTopics;

    @Option(names = "--data", paramLabel = "FOLDER", defaultValue = "weir-data", description = "State of this process.")
    Path data = Path.of("weir-data");

    @Option(names = "--port", paramLabel = "PORT", defaultValue = "8642", description = "Of decisions.")
    int port = 8642;

    @Option(names = "--admin-port", paramLabel = "PORT", defaultValue = "8643", description = "Of health and metrics.")
    int adminPort = 8643;

    @Option(
            names = "--instance",
            paramLabel = "NAME",
            defaultValue = "weir-0",
            description = "Name of this process among its like.")
    String instance = "weir-0";

    @Option(names = "--event-loops", paramLabel = "N", defaultValue = "1", description = "Threads that decide.")
    int eventLoops = 1;

    @Option(
            names = "--security",
            paramLabel = "FILE",
            description = "Who may do what over HTTP, TLS, bounds: docs/security.md. Without it loopback is open.")
    @Nullable
    Path security;

    @Override
    public Integer call() throws InterruptedException {
        CountDownLatch end = new CountDownLatch(1);
        CountDownLatch ended = new CountDownLatch(1);
        Runtime.getRuntime()
                .addShutdownHook(new Thread(
                        () -> {
                            end.countDown();
                            await(ended);
                        },
                        "end"));
        EmbeddedBroker broker = null;
        try {
            if (embedded) {
                broker = EmbeddedBroker.start(data.resolve("broker"), brokerPort);
                kafka.bootstrapServers = broker.bootstrapServers();
                System.out.println("broker " + broker.bootstrapServers());
            }
            return run(end);
        } finally {
            if (broker != null) {
                broker.close();
            }
            ended.countDown();
        }
    }

    private int run(CountDownLatch end) throws InterruptedException {
        List<ProblemFile> problems = new ArrayList<>();
        for (Path file : files) {
            try {
                problems.add(kafka.read(file));
            } catch (RuntimeException e) {
                System.err.println("weir: " + file + " is left out: " + e.getMessage());
            }
        }
        if (problems.isEmpty()) {
            throw new IllegalArgumentException("no problem file could be read");
        }
        Set<Part> parts = only.isEmpty() ? EnumSet.allOf(Part.class) : only;
        RunSettings settings = new RunSettings(
                port,
                adminPort,
                data,
                parts,
                createTopics || embedded,
                instance,
                eventLoops,
                security == null ? SecuritySettings.OPEN : SecuritySettings.read(security));
        try (Applications weir = Applications.start(problems, settings, by(), System.currentTimeMillis())) {
            System.out.printf(
                    "running %s of %s%s; end with Ctrl-C%n",
                    parts,
                    problems.stream().map(ProblemFile::name).toList(),
                    weir.port() == 0
                            ? ""
                            : ", decisions on http://127.0.0.1:" + weir.port()
                                    + ", health and metrics on http://127.0.0.1:" + weir.adminPort());
            return watch(weir, end);
        }
    }

    private static int watch(Applications weir, CountDownLatch end) throws InterruptedException {
        Map<String, String> known = Map.of();
        while (!end.await(WATCH_SECONDS, TimeUnit.SECONDS)) {
            Map<String, String> failures = weir.failures();
            if (!failures.equals(known)) {
                failures.forEach((problem, why) -> System.err.println("weir: " + problem + ": " + why));
                known = failures;
            }
        }
        return 0;
    }

    private static void await(CountDownLatch latch) {
        try {
            if (!latch.await(60, TimeUnit.SECONDS)) {
                System.err.println("weir: did not end within a minute");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Who puts problem files in force. */
    static String by() {
        @Nullable String user = System.getProperty("user.name");
        return user == null ? "weir" : user;
    }
}
