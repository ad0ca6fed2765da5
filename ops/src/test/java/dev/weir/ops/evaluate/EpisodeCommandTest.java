package dev.weir.ops.evaluate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;

/**
 * Logged episodes of three problems by {@code weir evaluate} against numbers of an independent program, from its own CSV
 * files. Of these the numbers of importance sampling were made with the rewards of the problem's own table, which the log has
 * rounded to six digits; those of FQE and doubly robust from the log as it is.
 */
class EpisodeCommandTest {
    private static final Path DATA =
            Path.of(System.getProperty("weir.data", "../../shared/data")).resolve("rl");
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String MAP =
            "unit=episode,step=t,state=s,action=a,reward=r,next.state=s2,terminal=done," + "propensity=p_b";

    @TempDir
    Path folder;

    private record Found(Map<String, JsonNode> lines, JsonNode json) {
        double value(String estimator) {
            return lines.get(estimator).get("value").asDouble();
        }

        double error(String estimator) {
            return lines.get(estimator).get("standardError").asDouble();
        }
    }

    private Found evaluate(String mdp, Path log, String... more) throws Exception {
        JsonNode file = JSON.readTree(DATA.resolve(mdp + ".json").toFile());
        JsonNode expected = expected(mdp);
        List<String> all =
                new ArrayList<>(List.of("evaluate", problem(file, expected).toString()));
        all.addAll(List.of("--log", log.toString(), "--map", MAP, "-o", "json", "--policy"));
        all.add(policy(file, expected).toString());
        all.addAll(Arrays.asList(more));
        Weir.Said said = Weir.run(all.toArray(String[]::new));
        assertThat(said.exit()).as(said.err()).isZero();
        JsonNode json = JSON.readTree(said.out());
        Map<String, JsonNode> lines = new HashMap<>();
        json.get("policies")
                .get(0)
                .get("estimates")
                .forEach(line -> lines.put(line.get("estimator").asString(), line));
        return new Found(lines, json);
    }

    @ParameterizedTest
    @ValueSource(strings = {"riverswim6_g095", "frozenlake4_slip_g099", "random_mdp_20x4_g0.9"})
    void agreesWithAnIndependentProgram(String mdp) throws Exception {
        assumeTrue(Files.exists(DATA), "skipped: no shared data at " + DATA);
        JsonNode expected = expected(mdp);

        Found rounded = evaluate(mdp, log(mdp), "--folds", "1", "--q", "tabular");
        Found unrounded = evaluate(mdp, withOwnRewards(mdp), "--q", "none");

        check(unrounded.value("is"), expected, "trajectory_is");
        check(unrounded.error("is"), expected, "trajectory_is_se");
        check(unrounded.value("wis"), expected, "wis");
        check(unrounded.value("pdis"), expected, "pdis");
        check(unrounded.error("pdis"), expected, "pdis_se");
        check(rounded.value("fqe"), expected, "fqe");
        check(rounded.value("dr"), expected, "dr");
        check(rounded.error("dr"), expected, "dr_se");
    }

    private static void check(double value, JsonNode expected, String name) {
        assertThat(value).as(name).isCloseTo(expected.get(name).asDouble(), within(1e-9));
    }

    @ParameterizedTest
    @ValueSource(strings = {"riverswim6_g095", "frozenlake4_slip_g099", "random_mdp_20x4_g0.9"})
    void modelsThatHaveNotSeenTheirEpisodesComeNearTheTruth(String mdp) throws Exception {
        assumeTrue(Files.exists(DATA), "skipped: no shared data at " + DATA);
        double truth = expected(mdp).get("true_target_value_H").asDouble();
        for (String q : new String[] {"tabular", "linear"}) {
            Found found = evaluate(mdp, log(mdp), "--q", q);
            for (String estimator : new String[] {"fqe", "wdr", "magic"}) {
                assertThat(found.value(estimator))
                        .as(q + " " + estimator + " ± " + found.error(estimator))
                        .isCloseTo(truth, within(3 * found.error(estimator)));
            }
            assertThat(found.json().get("policies").get(0).get("belief").asString())
                    .isIn("believe", "with care");
        }
    }

    private static JsonNode expected(String mdp) {
        for (JsonNode node : JSON.readTree(DATA.resolve("expected_ope.json").toFile())) {
            if (node.get("mdp").asString().equals(mdp)) {
                return node;
            }
        }
        throw new IllegalArgumentException(mdp);
    }

    private static Path log(String mdp) {
        return DATA.resolve("log_" + mdp + "_eps0.5_greedy.csv.gz");
    }

    private Path problem(JsonNode file, JsonNode expected) throws Exception {
        return Files.writeString(folder.resolve("mdp.yaml"), """
                problem: mdp
                features: [{name: state, type: categorical, values: [%s]}]
                actions: {ids: [%s]}
                default-action: "0"
                episodes: {timeout: PT1H}
                discount: %s
                reward: {formula: reward, window: PT10M, if-none: 0}
                tracks: {linear: {algorithm: {name: stream-q}, publish: {every-transitions: 200}}}
                serve: linear
                kafka: {bootstrap.servers: "127.0.0.1:9092"}
                """.formatted(
                        numbers(file.get("n_states").asInt()),
                        numbers(file.get("n_actions").asInt()),
                        expected.get("gamma").asString()));
    }

    private static String numbers(int count) {
        return IntStream.range(0, count).mapToObj(i -> "\"" + i + "\"").collect(Collectors.joining(", "));
    }

    private Path policy(JsonNode file, JsonNode expected) throws Exception {
        JsonNode pmf =
                file.get("policies").get(expected.get("target").asString()).get("probs");
        StringBuilder table = new StringBuilder("state,action,probability\n");
        for (int s = 0; s < pmf.size(); s++) {
            for (int a = 0; a < pmf.get(s).size(); a++) {
                table.append(s)
                        .append(',')
                        .append(a)
                        .append(',')
                        .append(pmf.get(s).get(a).asDouble());
                table.append('\n');
            }
        }
        return Files.writeString(folder.resolve("policy.csv"), table);
    }

    private Path withOwnRewards(String mdp) throws Exception {
        Map<String, String> rewards = new HashMap<>();
        for (JsonNode t : JSON.readTree(DATA.resolve(mdp + ".json").toFile()).get("transitions")) {
            rewards.put(t.get(0) + "," + t.get(1) + "," + t.get(2), t.get(4).toString());
        }
        StringBuilder text = new StringBuilder();
        try (BufferedReader reader = new BufferedReader(
                new InputStreamReader(new GZIPInputStream(Files.newInputStream(log(mdp))), StandardCharsets.UTF_8))) {
            text.append(reader.readLine()).append('\n');
            for (String line = reader.readLine(); line != null; line = reader.readLine()) {
                String[] row = line.split(",");
                row[4] = rewards.get(row[2] + "," + row[3] + "," + row[5]);
                text.append(String.join(",", row)).append('\n');
            }
        }
        return Files.writeString(folder.resolve("unrounded.csv"), text);
    }
}
