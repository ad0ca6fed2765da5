package dev.weir.systemtests.evaluation;

import dev.weir.ops.cli.Main;
import dev.weir.rl.random.CounterRandom;
import java.io.BufferedWriter;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Rows a second of {@code weir evaluate} on a CSV log of 20 actions and 3 numbers, parsing and cross-fitted reward model
 * included, and the most memory that the process has taken. Bars: 0.5 million rows a second, 512 MB ({@code
 * WEIR_JAVA_OPTS="-XX:+UseSerialGC -Xmx320m"}). Arguments: rows (10000000), rounds (2).
 */
public final class EvaluateLogSpeed {
    private static final int ACTIONS = 20;

    private EvaluateLogSpeed() {}

    public static void main(String[] arguments) throws Exception {
        long rows = arguments.length > 0 ? Long.parseLong(arguments[0]) : 10_000_000;
        int rounds = arguments.length > 1 ? Integer.parseInt(arguments[1]) : 2;
        Path folder = Files.createTempDirectory("weir-evaluate-speed");
        Path problem = Files.writeString(folder.resolve("speed.yaml"), """
                problem: speed
                features: [{name: x, type: numeric}, {name: y, type: numeric}, {name: z, type: numeric}]
                actions: {ids: [%s]}
                default-action: a0
                reward: {formula: click, window: PT10M, if-none: 0}
                tracks: {linear: {algorithm: {name: linear}, publish: {every-transitions: 1000}}}
                serve: linear
                kafka: {bootstrap.servers: "127.0.0.1:9092"}
                """.formatted(
                        IntStream.range(0, ACTIONS).mapToObj(a -> "a" + a).collect(Collectors.joining(", "))));
        Path log = folder.resolve("log.csv");
        write(log, rows);
        for (int round = 0; round < rounds; round++) {
            PrintStream before = System.out;
            long start = System.nanoTime();
            System.setOut(new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8));
            int exit = Main.commandLine()
                    .execute("evaluate", problem.toString(), "--log", log.toString(), "--policy", "uniform");
            System.setOut(before);
            double seconds = (System.nanoTime() - start) / 1e9;
            System.out.printf("exit %d: %.2f million rows/s, %s%n", exit, rows / seconds / 1e6, mostMemory());
        }
        Files.delete(log);
    }

    private static String mostMemory() throws Exception {
        return Files.readAllLines(Path.of("/proc/self/status")).stream()
                .filter(line -> line.startsWith("VmHWM"))
                .findFirst()
                .orElse("memory unknown")
                .replaceAll("\\s+", " ");
    }

    private static void write(Path log, long rows) throws Exception {
        try (BufferedWriter out = Files.newBufferedWriter(log)) {
            out.write("x,y,z,action,propensity,reward\n");
            for (long i = 0; i < rows; i++) {
                int action = (int) (ACTIONS * CounterRandom.uniform(1, 0, i));
                double x = CounterRandom.uniform(1, 1, i);
                int reward = CounterRandom.uniform(1, 2, i) < 0.1 + 0.3 * x * action / ACTIONS ? 1 : 0;
                out.write(
                        String.format(Locale.ROOT, "%.3f,%.3f,%d,a%d,0.05,%d%n", x, 1 - x / 2, i % 7, action, reward));
            }
        }
    }
}
