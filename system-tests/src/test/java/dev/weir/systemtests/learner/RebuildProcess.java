package dev.weir.systemtests.learner;

import dev.weir.learner.rebuild.Rebuild;
import dev.weir.schemas.problem.ProblemFiles;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** The offline rebuild in a process of its own: on another JDK, with another kernel. Arguments: problem file, track. */
public final class RebuildProcess {
    private RebuildProcess() {}

    public static void main(String[] arguments) {
        var file = ProblemFiles.read(Path.of(arguments[0]), Map.of());
        Rebuild.Report report = Rebuild.all(file, arguments[1], n -> {});
        for (Rebuild.Line line : report.lines()) {
            System.out.println(line.version() + " " + line.rebuilt() + " " + line.verdict() + " " + line.detail());
        }
        System.exit(0);
    }

    /** Its lines, one a version. */
    static List<String> run(Path java, Path problem, String track, String... options) throws Exception {
        List<String> command = new ArrayList<>(List.of(
                java.toString(),
                "--add-modules=jdk.incubator.vector",
                "-Xmx256m",
                "-XX:+UseSerialGC",
                "-Dorg.slf4j.simpleLogger.defaultLogLevel=off"));
        command.addAll(List.of(options));
        command.addAll(List.of("-cp", LearnerProcess.classPath(), RebuildProcess.class.getName()));
        command.addAll(List.of(problem.toString(), track));
        Process process = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        int code = process.waitFor();
        if (code != 0) {
            throw new IllegalStateException(command + " ended with " + code + ": " + said);
        }
        return said.lines().filter(l -> !l.startsWith("WARNING")).toList();
    }

    /** The {@code java} that runs this. */
    static Path thisJava() {
        return Path.of(System.getProperty("java.home"), "bin", "java");
    }

    /** The {@code java} of a release, if one lies beside the one that runs this. */
    static Optional<Path> java(int release) throws IOException {
        Path homes = Path.of(System.getProperty("java.home")).toAbsolutePath().getParent();
        try (Stream<Path> all = Files.list(homes)) {
            return all.filter(h -> isRelease(h.resolve("release"), release))
                    .map(h -> h.resolve("bin").resolve("java"))
                    .filter(Files::isExecutable)
                    .findFirst();
        }
    }

    private static boolean isRelease(Path file, int release) {
        try {
            return Files.isRegularFile(file) && Files.readString(file).contains("JAVA_VERSION=\"" + release + ".");
        } catch (IOException e) {
            throw new UncheckedIOException(file + File.separator, e);
        }
    }
}
