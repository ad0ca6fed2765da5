package dev.weir.systemtests.evaluation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.ops.cli.Main;
import dev.weir.ops.embedded.EmbeddedBroker;
import dev.weir.ops.simulate.Demo;
import dev.weir.ops.simulate.DemoOptions;
import dev.weir.ops.simulate.Plays;
import dev.weir.rl.world.Newsvendor;
import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;

/** A problem that was decided, joined and learned on a broker is evaluated from its topics by {@code weir evaluate}. */
class EvaluateTopicTest {
    private static final int DECISIONS = 4000;
    private static final long SEED = 7;

    @TempDir
    static Path folder;

    private static EmbeddedBroker broker;
    private static String problem;

    @BeforeAll
    static void play() throws Exception {
        broker = EmbeddedBroker.start(folder.resolve("broker"), 0);
        problem = Files.writeString(folder.resolve("newsvendor.yaml"), Plays.resource("newsvendor.yaml"))
                .toString();
        new Demo(
                        new DemoOptions(
                                "newsvendor",
                                null,
                                DECISIONS,
                                1,
                                SEED,
                                500,
                                true,
                                broker.bootstrapServers(),
                                folder.resolve("demo.json"),
                                null),
                        new PrintStream(OutputStream.nullOutputStream()))
                .run();
    }

    @AfterAll
    static void stop() {
        broker.close();
    }

    private record Said(int exit, String out) {}

    private static Said weir(String... more) {
        List<String> all =
                new ArrayList<>(List.of("evaluate", problem, "--bootstrap-servers", broker.bootstrapServers()));
        all.addAll(List.of("--log", "transitions", "-o", "json"));
        all.addAll(List.of(more));
        PrintStream before = System.out;
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try {
            System.setOut(new PrintStream(out, true, StandardCharsets.UTF_8));
            int exit = Main.commandLine().execute(all.toArray(String[]::new));
            return new Said(exit, out.toString(StandardCharsets.UTF_8));
        } finally {
            System.setOut(before);
        }
    }

    private static JsonNode json(Said said) {
        assertThat(said.exit()).isZero();
        return new ObjectMapper().readTree(said.out());
    }

    private static JsonNode line(JsonNode policy, String estimator) {
        for (JsonNode line : policy.get("estimates")) {
            if (line.get("estimator").asString().equals(estimator)) {
                return line;
            }
        }
        throw new IllegalArgumentException(estimator + " in " + policy.get("estimates"));
    }

    @Test
    void valuesTheNewestVersionAndUniformFromTheTopic() {
        JsonNode report = json(weir("--policy", "linear,uniform,champion"));
        JsonNode linear = report.get("policies").get(0);
        JsonNode uniform = report.get("policies").get(1);

        assertThat(report.get("rows").asLong()).isEqualTo(DECISIONS);
        assertThat(linear.get("note").asString()).contains("linear@").contains("flatter");
        assertThat(line(linear, "dr").get("value").asDouble())
                .isGreaterThan(line(uniform, "dr").get("value").asDouble());
        assertThat(new Newsvendor(SEED).baselines().uniform())
                .isBetween(
                        line(uniform, "dr").get("lower").asDouble(),
                        line(uniform, "dr").get("upper").asDouble());
        assertThat(report.get("policies").get(2).get("estimates").toString())
                .isEqualTo(linear.get("estimates").toString());
    }

    @Test
    void readsAnOldVersionAndAStretchOfTheTopic() {
        JsonNode report = json(weir("--policy", "linear@0.1,0.1", "--from-offset", "1000", "--to-offset", "2000"));

        assertThat(report.get("rows").asLong()).isBetween(500L, 1000L); // ticks stand between
        assertThat(report.get("policies").get(0).get("estimates").toString())
                .isEqualTo(report.get("policies").get(1).get("estimates").toString());
        assertThat(weir("--policy", "linear@0.99999").exit()).isEqualTo(2);
        assertThat(weir("--policy", "baseline").exit()).isEqualTo(2);
    }

    /** The version has learned from these rows, and uniform does what the log never shows: neither is to be believed. */
    @Test
    void gatesOnTheExitCodeAndOnTheVerdict() {
        String better = "lower(dr, linear) > value(uniform)";
        assertThat(weir("--policy", "linear,uniform", "--require", better).exit())
                .isEqualTo(1);
        assertThat(weir("--policy", "linear,uniform", "--require", better, "--despite-verdict")
                        .exit())
                .isZero();
        assertThat(weir("--policy", "uniform,linear", "--require", "lower(dr) > value(linear)", "--despite-verdict")
                        .exit())
                .isEqualTo(1);
    }
}
