package dev.weir.systemtests.learner;

import dev.weir.learner.rebuild.Rebuild;
import dev.weir.ops.embedded.EmbeddedBroker;
import dev.weir.schemas.problem.ProblemFile;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * {@code weir verify} beside the stream that learned: transitions a second of both, on the problem of {@link LearnerBenchmark}.
 * Bar: 3 times the stream. Arguments: transitions (1000000), repeats (3).
 */
public final class VerifyBenchmark {
    private static final double BAR = 3;

    private VerifyBenchmark() {}

    public static void main(String[] arguments) throws Exception {
        int transitions = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 1_000_000;
        int repeats = arguments.length > 1 ? Integer.parseInt(arguments[1]) : 3;
        Path folder = Files.createTempDirectory("weir-verify-benchmark");
        try (EmbeddedBroker broker = EmbeddedBroker.start(folder.resolve("broker"), 0)) {
            for (int r = 0; r < repeats; r++) {
                ProblemFile file = LearnerBenchmark.problem("verify" + r, broker.bootstrapServers());
                LearnerBenchmark.fill(file, transitions);
                double learned = LearnerBenchmark.learner(file, folder.resolve("learner" + r), transitions);
                long start = System.nanoTime();
                Rebuild.Report report = Rebuild.all(file, "linear", n -> {});
                double verified = report.records() / ((System.nanoTime() - start) / 1e9);
                long equal = report.lines().stream()
                        .filter(l -> l.verdict() == Rebuild.Verdict.EQUAL)
                        .count();
                System.out.printf(
                        "turn %d: stream %,.0f/s, verify %,.0f/s, ratio %.2f (bar %.0f); %d of %d versions equal%n",
                        r,
                        learned,
                        verified,
                        verified / learned,
                        BAR,
                        equal,
                        report.lines().size());
            }
        }
        System.exit(0);
    }
}
