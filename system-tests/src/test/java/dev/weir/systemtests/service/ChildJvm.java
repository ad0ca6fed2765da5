package dev.weir.systemtests.service;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A JVM of its own that runs a main of ours, can be stopped and killed, and says READY with what others must know. */
public final class ChildJvm implements AutoCloseable {
    private final Process process;
    private final BufferedReader out;
    private String ready = "";

    private ChildJvm(Process process) {
        this.process = process;
        this.out = new BufferedReader(new InputStreamReader(process.getInputStream()));
    }

    /** Starts, and waits for the line {@code READY …}. */
    public static ChildJvm start(Class<?> main, Path log, String... arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--add-modules=jdk.incubator.vector",
                "-Xmx700m",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-Dorg.slf4j.simpleLogger.defaultLogLevel=warn",
                "-cp",
                System.getProperty("java.class.path"),
                main.getName()));
        command.addAll(List.of(arguments));
        ChildJvm child = new ChildJvm(
                new ProcessBuilder(command).redirectError(log.toFile()).start());
        for (String line = child.out.readLine(); line != null; line = child.out.readLine()) {
            if (line.startsWith("READY ")) {
                child.ready = line.substring("READY ".length());
                return child;
            }
        }
        throw new IllegalStateException(main.getSimpleName() + " did not start:\n" + Files.readString(log));
    }

    /** What it said when it was ready. */
    public String ready() {
        return ready;
    }

    /** It does nothing any more, and its connections stay open. */
    public void freeze() throws Exception {
        signal("-STOP");
    }

    /** It goes on. */
    public void thaw() throws Exception {
        signal("-CONT");
    }

    /** It is gone at once, without a word. */
    public void kill() throws InterruptedException {
        process.destroyForcibly().waitFor();
    }

    private void signal(String name) throws Exception {
        int failed = new ProcessBuilder("kill", name, Long.toString(process.pid()))
                .start()
                .waitFor();
        if (failed != 0) {
            throw new IllegalStateException("kill " + name + " must work, exit status was " + failed);
        }
    }

    @Override
    public void close() throws InterruptedException {
        kill();
    }
}
