package dev.weir.systemtests.loop;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.ops.simulate.Demo;
import dev.weir.ops.simulate.DemoOptions;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/** The whole loop on some broker: served, logged, rewarded, joined, learned from, and the next decision is better. */
final class LoopOnBroker {
    private LoopOnBroker() {}

    static Map<String, Object> play(String world, int decisions, int ahead, long seed, String bootstrap, Path folder)
            throws Exception {
        Path report = folder.resolve(world + "-" + System.nanoTime() + ".json");
        DemoOptions options = new DemoOptions(world, null, decisions, 1, seed, ahead, true, bootstrap, report, null);
        ByteArrayOutputStream said = new ByteArrayOutputStream();
        Map<String, Object> result = new Demo(options, new PrintStream(said, true, StandardCharsets.UTF_8)).run();
        assertThat(Files.readString(report)).contains("rebuiltSha256");
        assertThat(Files.readString(Path.of(report.toString().replace(".json", ".svg"))))
                .contains("<polyline");
        return result;
    }

    @SuppressWarnings("unchecked")
    static void assertLearned(Map<String, Object> report, int decisions) {
        assertConserved(report, decisions);
        Map<String, Double> baselines = (Map<String, Double>) report.get("baselines");
        double reached = (double) report.get("meanExpectedRewardLastQuarter");
        double uniform = baselines.get("uniform");
        assertThat(reached).isGreaterThan(uniform + 0.4 * (baselines.get("best") - uniform));
    }

    /** Every outcome in one transition, and the last version learned again from the log. */
    @SuppressWarnings("unchecked")
    static void assertConserved(Map<String, Object> report, int decisions) {
        assertThat(report.get("decisions")).isEqualTo(decisions);
        Map<String, Long> conservation = (Map<String, Long>) report.get("conservation");
        assertThat(conservation.get("outcomesIn")).isEqualTo(decisions);
        assertThat(conservation.get("inTransitions")).isEqualTo(decisions);
        assertThat(conservation.entrySet().stream()
                        .filter(e -> !e.getKey().equals("outcomesIn"))
                        .mapToLong(Map.Entry::getValue)
                        .sum())
                .isEqualTo(decisions);
        assertThat(report.get("rebuiltSha256")).isEqualTo(sha256(report));
    }

    @SuppressWarnings("unchecked")
    static String sha256(Map<String, Object> report) {
        return ((Map<String, String>) report.get("lastVersion")).get("sha256");
    }
}
