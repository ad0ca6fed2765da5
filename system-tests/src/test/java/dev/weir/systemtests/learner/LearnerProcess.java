package dev.weir.systemtests.learner;

import dev.weir.learner.LearnerStream;
import dev.weir.schemas.problem.ProblemFiles;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.CountDownLatch;

/** A learner alone in a process of its own, so that it can be killed. Arguments: problem file, track, state folder. */
public final class LearnerProcess {
    private LearnerProcess() {}

    public static void main(String[] arguments) throws InterruptedException {
        var file = ProblemFiles.read(Path.of(arguments[0]), Map.of());
        LearnerStream.start(file, arguments[1], Path.of(arguments[2]), new SimpleMeterRegistry());
        System.out.println("learning");
        new CountDownLatch(1).await();
    }

    /** Where this process found its classes, for another one. */
    static String classPath() {
        return System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"))
                .replace(":", File.pathSeparator);
    }

    static Process start(Path problem, String track, Path state, Path log) throws IOException {
        return new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "--add-modules=jdk.incubator.vector",
                        "-Xmx256m",
                        "-XX:+UseSerialGC",
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        classPath(),
                        LearnerProcess.class.getName(),
                        problem.toString(),
                        track,
                        state.toString())
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
                .start();
    }
}
