package dev.weir.systemtests.load;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** What is loaded: a main of ours in a JVM of its own on core 0, watched from outside. Ends when its standard input does. */
final class LoadedProcess implements AutoCloseable {
    private final Process process;
    private final String ready;

    private LoadedProcess(Process process, String ready) {
        this.process = process;
        this.ready = ready;
    }

    /** Starts, and waits for the line {@code READY …}. */
    static LoadedProcess start(Class<?> main, Path folder, String... arguments) throws IOException {
        Path log = folder.resolve(main.getSimpleName() + ".log");
        Process process = new ProcessBuilder(command(main, arguments))
                .redirectError(log.toFile())
                .start();
        BufferedReader out = new BufferedReader(new InputStreamReader(process.getInputStream()));
        for (String line = out.readLine(); line != null; line = out.readLine()) {
            if (line.startsWith("READY ")) {
                return new LoadedProcess(process, line.substring("READY ".length()));
            }
        }
        throw new IllegalStateException(main.getSimpleName() + " did not start:\n" + Files.readString(log));
    }

    private static List<String> command(Class<?> main, String... arguments) {
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        List<String> command =
                new ArrayList<>(List.of("taskset", "-c", "0", java, "--add-modules=jdk.incubator.vector"));
        String jfr = System.getProperty("weir.load.jfr");
        if (jfr != null && main == LoadedService.class) {
            command.add("-XX:StartFlightRecording=settings=profile,filename=" + jfr);
        }
        command.addAll(List.of(System.getProperty("weir.load.jvm", "-Xmx2g -XX:+UseSerialGC -Xmn256m")
                .split(" ")));
        command.addAll(List.of(
                "-Dorg.slf4j.simpleLogger.defaultLogLevel=warn",
                "-cp",
                System.getProperty("java.class.path"),
                main.getName()));
        command.addAll(List.of(arguments));
        return command;
    }

    /** What it said when it was ready: its port. */
    int port() {
        return Integer.parseInt(ready);
    }

    /** Processor time that it has used; where others use the same core, this and not the clock tells what it needs. */
    double processorSeconds() {
        return process.toHandle()
                        .info()
                        .totalCpuDuration()
                        .orElse(Duration.ZERO)
                        .toNanos()
                / 1e9;
    }

    /** Processor time of its just-in-time compiler's threads. */
    double compilerSeconds() throws IOException {
        return ofThreads(process.pid(), "CompilerThre", 0);
    }

    /** How long its living threads could have run and were not let: what others on its core cost it. */
    double waitedSeconds() throws IOException {
        return waitedSeconds(process.pid());
    }

    static double waitedSeconds(long pid) throws IOException {
        return ofThreads(pid, "", 1);
    }

    /** Sum of a number of the scheduler's over threads with such a name; those that end meanwhile do not count. */
    private static double ofThreads(long pid, String name, int place) throws IOException {
        long nanos = 0;
        try (Stream<Path> threads = Files.list(Path.of("/proc/" + pid + "/task"))) {
            for (Path thread : threads.toList()) {
                try {
                    if (Files.readString(thread.resolve("comm")).contains(name)) {
                        nanos += Long.parseLong(
                                Files.readString(thread.resolve("schedstat")).split(" ")[place]);
                    }
                } catch (NoSuchFileException e) {
                    continue;
                }
            }
        }
        return nanos / 1e9;
    }

    /** Memory of the machine that it holds, bytes. */
    long residentBytes() throws IOException {
        return Files.readString(Path.of("/proc/" + process.pid() + "/status"))
                .lines()
                .filter(line -> line.startsWith("VmRSS:"))
                .mapToLong(line -> 1024 * Long.parseLong(line.replaceAll("[^0-9]", "")))
                .findFirst()
                .orElseThrow();
    }

    @Override
    public void close() throws IOException, InterruptedException {
        process.getOutputStream().close();
        process.waitFor();
    }
}
