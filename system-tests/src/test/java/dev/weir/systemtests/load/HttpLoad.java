package dev.weir.systemtests.load;

import static dev.weir.systemtests.load.Machine.spread;
import static dev.weir.systemtests.load.Machine.verdict;

import dev.weir.ops.embedded.EmbeddedBroker;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Load on the policy service: the service alone in a JVM on core 0; its broker and the client, which is this process, on
 * core 1; everything on loopback, bounded in count and time. Says how many decisions a second one core makes, how long
 * they take at half of that and at half of issue 2's bar (from when each was due), beside a bare echo of the same bodies in
 * the same run, and whether every decision that was answered stands on the topic.
 *
 * <p>Arguments: {@code [decisions] [epsilon-greedy|thompson] [repeats]}; 400000, epsilon-greedy and 3 if left out.
 */
public final class HttpLoad {
    private static final int CONNECTIONS = 4;
    private static final int DEPTH = 32;

    /** A server answers the requests of a connection in turn: callers who wait for the log have one each. */
    private static final int PATIENT = 128;

    private static final double PACED_SECONDS = 5;
    private static final int MOST_WARM_UPS = 12;
    private static final double COMPILER_AT_REST = 0.02;

    /** What is asked of one core, in decisions a second. */
    private static final double BAR = 20_000;

    private static final double BAR_BEFORE_REPLY = 10_000;
    private static final double BAR_OF_ECHO = 0.4;
    private static final String AFTER = "load";
    private static final String BEFORE = "strict";

    private final LoadedProcess process;
    private final LoadClient client;
    private final int depth;
    private final double[] reached;
    private final double[] atHalf;
    private final double[] atBar;

    private HttpLoad(LoadedProcess process, String path, int connections, int repeats) {
        this.process = process;
        this.depth = Math.max(1, CONNECTIONS * DEPTH / connections);
        this.client = new LoadClient(process.port(), path, connections, LoadProblem.body());
        this.reached = new double[repeats];
        this.atHalf = new double[repeats];
        this.atBar = new double[repeats];
    }

    public static void main(String[] args) throws Exception {
        int decisions = args.length > 0 ? Integer.parseInt(args[0]) : 400_000;
        String exploration = args.length > 1 ? args[1] : "epsilon-greedy";
        int repeats = args.length > 2 ? Integer.parseInt(args[2]) : 3;
        Machine.onCoreOne();
        Path folder = Files.createTempDirectory("weir-load");
        EmbeddedBroker broker = EmbeddedBroker.start(folder.resolve("broker"), 0);
        String bootstrap = broker.bootstrapServers();
        try (LoadedProcess echo = LoadedProcess.start(EchoServer.class, folder);
                LoadedProcess service = LoadedProcess.start(
                        LoadedService.class,
                        folder,
                        folder.toString(),
                        bootstrap,
                        exploration,
                        "-",
                        AFTER + "=after-reply",
                        BEFORE + "=before-reply")) {
            System.out.printf(
                    "service alone on core 0, as is the echo in its turn; broker and client on core 1; exploration %s;"
                            + " load average %s%n",
                    exploration, Machine.loadAverage());
            HttpLoad echoed = new HttpLoad(echo, "/", CONNECTIONS, repeats);
            HttpLoad after = new HttpLoad(service, LoadProblem.path(AFTER), CONNECTIONS, repeats);
            HttpLoad before = new HttpLoad(service, LoadProblem.path(BEFORE), PATIENT, repeats);
            for (HttpLoad load : new HttpLoad[] {echoed, before, after}) {
                load.warmUp(load == before ? decisions / 4 : decisions);
            }
            for (int i = 0; i < repeats; i++) {
                echoed.measure("echo", i, decisions);
                after.measure("after-reply", i, decisions);
                before.reached[i] = before.closed("before-reply", i, decisions / 4);
            }
            Thread.sleep(1000);
            report(echoed, after, before);
            for (HttpLoad load : new HttpLoad[] {after, before}) {
                String name = load == after ? AFTER : BEFORE;
                String log = load == after ? "after-reply" : "before-reply";
                long logged = LoadProblem.records(
                        LoadProblem.file(name, exploration, log, bootstrap), load.client.answered(), record -> {});
                System.out.printf(
                        "%s: errors %d; answered %d, in the topic %d%n",
                        log, load.client.errors(), load.client.answered(), logged);
            }
        } finally {
            broker.close();
            Machine.delete(folder);
        }
    }

    private static void report(HttpLoad echoed, HttpLoad after, HttpLoad before) {
        int repeats = after.reached.length;
        double[] ofEcho = new double[repeats];
        double[] slower = new double[repeats];
        for (int i = 0; i < repeats; i++) {
            ofEcho[i] = after.reached[i] / echoed.reached[i];
            slower[i] = after.atHalf[i] / echoed.atHalf[i];
        }
        System.out.printf(
                "median of %d: after-reply %s decisions/s; p99 at half of that %s ms, at %.0f/s %s ms%n",
                repeats,
                spread(after.reached, "%.0f"),
                spread(after.atHalf, "%.2f"),
                BAR / 2,
                spread(after.atBar, "%.2f"));
        System.out.printf(
                "echo %s/s, p99 at half of that %s ms, at %.0f/s %s ms%n",
                spread(echoed.reached, "%.0f"), spread(echoed.atHalf, "%.2f"), BAR / 2, spread(echoed.atBar, "%.2f"));
        System.out.printf(
                "after-reply is %s of the echo's throughput, bar %.2f: %s; p99, each at half of its own, %s of the"
                        + " echo's, bar 3: %s%n",
                spread(ofEcho, "%.2f"),
                BAR_OF_ECHO,
                verdict(Machine.median(ofEcho) >= BAR_OF_ECHO),
                spread(slower, "%.2f"),
                verdict(Machine.median(slower) <= 3));
        System.out.printf(
                "before-reply %s decisions/s, bar %.0f: %s%n",
                spread(before.reached, "%.0f"),
                BAR_BEFORE_REPLY,
                verdict(Machine.median(before.reached) >= BAR_BEFORE_REPLY));
    }

    private void measure(String name, int i, int requests) throws Exception {
        reached[i] = closed(name, i, requests);
        atHalf[i] = paced(reached[i] / 2);
        atBar[i] = paced(BAR / 2);
    }

    private double closed(String name, int i, int requests) throws Exception {
        double processor = process.processorSeconds();
        LoadClient.Result full = client.closed(requests, depth);
        processor = process.processorSeconds() - processor;
        System.out.printf(
                "%d: %s %.0f/s (%.0f per second of its processor time); load average %s%n",
                i + 1, name, full.perSecond(), full.answered() / processor, Machine.loadAverage());
        return full.perSecond();
    }

    /** Loads it as it will be measured until its compiler rests: one that shares the core with what it compiles is what would be measured. */
    private void warmUp(int requests) throws Exception {
        for (int round = 1; round <= MOST_WARM_UPS; round++) {
            double compiling = process.compilerSeconds();
            long start = System.nanoTime();
            LoadClient.Result full = client.closed(requests, depth);
            client.paced((int) (full.perSecond() / 2 * 2), full.perSecond() / 2);
            client.paced((int) (BAR / 2 * 2), BAR / 2);
            double share = (process.compilerSeconds() - compiling) / ((System.nanoTime() - start) / 1e9);
            System.out.printf("warm-up %d: %.0f %% of the core went to the compiler%n", round, 100 * share);
            if (share < COMPILER_AT_REST) {
                return;
            }
        }
    }

    private double paced(double perSecond) throws Exception {
        long self = ProcessHandle.current().pid();
        double service = process.waitedSeconds();
        double own = LoadedProcess.waitedSeconds(self);
        LoadClient.Result result = client.paced((int) (perSecond * PACED_SECONDS), perSecond);
        System.out.printf(
                "   at %.0f/s (%.0f reached): p50 %.2f ms, p99 %.2f ms, p99.9 %.2f ms; threads were ready and had no core"
                        + " for %.0f ms a second (loaded), %.0f (broker and client); load average %s%n",
                perSecond,
                result.perSecond(),
                result.millis(0.5),
                result.millis(0.99),
                result.millis(0.999),
                1000 * (process.waitedSeconds() - service) / result.seconds(),
                1000 * (LoadedProcess.waitedSeconds(self) - own) / result.seconds(),
                Machine.loadAverage());
        return result.millis(0.99);
    }
}
