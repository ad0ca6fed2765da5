package dev.weir.systemtests.learner;

import dev.weir.learner.LearnerStream;
import dev.weir.schemas.problem.ProblemFiles;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * A learner alone in a process of its own, so that it can be killed. It says how far it is, a line at each change.
 * Arguments: problem file, track, state folder.
 */
public final class LearnerProcess {
    private LearnerProcess() {}

    public static void main(String[] arguments) throws InterruptedException {
        var file = ProblemFiles.read(Path.of(arguments[0]), Map.of());
        SimpleMeterRegistry meters = new SimpleMeterRegistry();
        LearnerStream.start(file, arguments[1], Path.of(arguments[2]), meters);
        var gauge = meters.get("weir.learner.offset").gauge();
        for (double before = 0; ; TimeUnit.MILLISECONDS.sleep(20)) {
            if (gauge.value() != before) {
                before = gauge.value();
                System.out.printf("offset %.0f%n", before);
            }
        }
    }

    /** Where this process found its classes, for another one. */
    static String classPath() {
        return System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"))
                .replace(":", File.pathSeparator);
    }

    static Process start(Path problem, String track, Path state, Path log) throws IOException {
        return builder(problem, track, state, "-Xmx256m", "-XX:TieredStopAtLevel=1")
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
                .start();
    }

    static ProcessBuilder builder(Path problem, String track, Path state, String... options) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of("--add-modules=jdk.incubator.vector", "-XX:+UseSerialGC"));
        command.addAll(List.of(options));
        command.addAll(List.of("-cp", classPath(), LearnerProcess.class.getName()));
        command.addAll(List.of(problem.toString(), track, state.toString()));
        return new ProcessBuilder(command).redirectErrorStream(true);
    }
}
