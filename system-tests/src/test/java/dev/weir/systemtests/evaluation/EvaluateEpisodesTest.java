package dev.weir.systemtests.evaluation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.ops.cli.Main;
import dev.weir.ops.embedded.EmbeddedBroker;
import dev.weir.ops.simulate.Demo;
import dev.weir.ops.simulate.DemoOptions;
import dev.weir.ops.simulate.Plays;
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
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;

/** An inventory's decisions, joined and learned on a broker as one long chain a unit, are evaluated from their topic. */
class EvaluateEpisodesTest {
    private static final int UNITS = 20;
    private static final int PERIODS = 80;
    private static final int HORIZON = 20;

    @TempDir
    static Path folder;

    private static EmbeddedBroker broker;
    private static String problem;

    @BeforeAll
    static void play() throws Exception {
        broker = EmbeddedBroker.start(folder.resolve("broker"), 0);
        problem = Files.writeString(folder.resolve("inventory.yaml"), Plays.resource("inventory.yaml"))
                .toString();
        new Demo(
                        new DemoOptions(
                                "inventory",
                                null,
                                UNITS * PERIODS,
                                1,
                                7,
                                UNITS / 5,
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

    private static JsonNode weir(String... more) {
        List<String> all =
                new ArrayList<>(List.of("evaluate", problem, "--bootstrap-servers", broker.bootstrapServers()));
        all.addAll(List.of("--log", "transitions", "-o", "json"));
        all.addAll(List.of(more));
        PrintStream before = System.out;
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try {
            System.setOut(new PrintStream(out, true, StandardCharsets.UTF_8));
            assertThat(Main.commandLine().execute(all.toArray(String[]::new))).isZero();
            return new ObjectMapper().readTree(out.toString(StandardCharsets.UTF_8));
        } finally {
            System.setOut(before);
        }
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
    @Tag("long")
    void chainsAreCutAtTheHorizonAndValuedByUnit() {
        JsonNode report = weir("--policy", "dqn,uniform", "--horizon", Integer.toString(HORIZON));
        JsonNode episodes = report.get("episodes");
        JsonNode dqn = report.get("policies").get(0);
        JsonNode uniform = report.get("policies").get(1);

        assertThat(episodes.get("units").asInt()).isEqualTo(UNITS);
        assertThat(episodes.get("horizon").asInt()).isEqualTo(HORIZON);
        assertThat(episodes.get("episodes").asInt())
                .isBetween(UNITS * (PERIODS / HORIZON - 1), UNITS * PERIODS / HORIZON);
        assertThat(line(dqn, "fqe").get("value").asDouble())
                .isGreaterThan(line(uniform, "fqe").get("value").asDouble());
        assertThat(dqn.get("note").asString()).contains("dqn@").contains("flatter");
        assertThat(line(uniform, "is").get("lower").isNull())
                .isTrue(); // 21 actions to the power of 20: nothing is left
        assertThat(uniform.get("verdict").asString()).contains("promise nothing");
    }
}
