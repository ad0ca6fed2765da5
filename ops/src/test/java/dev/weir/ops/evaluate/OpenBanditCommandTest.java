package dev.weir.ops.evaluate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;

/** The Open Bandit sample by {@code weir evaluate} against numbers of Open Bandit Pipeline, from its own CSV files. */
class OpenBanditCommandTest {
    private static final Path DATA =
            Path.of(System.getProperty("weir.data", "../../shared/data")).resolve("open-bandit");
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int ACTIONS = 34;

    @TempDir
    Path folder;

    @ParameterizedTest
    @CsvSource({"random, uniform", "random, bts", "bts, uniform", "bts, bts"})
    void agreesWithOpenBanditPipeline(String log, String policy) throws Exception {
        assumeTrue(Files.exists(DATA), "skipped: no shared data at " + DATA);
        Path csv = DATA.resolve(log).resolve("men.csv.gz");
        String table = policy.equals("uniform") ? "uniform" : table().toString();
        Weir.Said said = Weir.run(
                "evaluate",
                problem().toString(),
                "--log",
                csv.toString(),
                "--policy",
                table,
                "--map",
                "action=item_id,propensity=propensity_score,reward=click",
                "--propensity-digits",
                "16",
                "--limits",
                "1,5,10,50,100",
                "--values",
                values(csv).toString(),
                "-o",
                "json");
        assertThat(said.exit()).as(said.err()).isZero();
        Map<String, Double> values = new HashMap<>();
        for (JsonNode line : JSON.readTree(said.out()).get("policies").get(0).get("estimates")) {
            values.put(line.get("estimator").asString(), line.get("value").asDouble());
        }

        JsonNode exact = expected(log, policy);
        Map<String, String> names = names();
        names.forEach((theirs, ours) -> assertThat(values.get(ours))
                .as(ours)
                .isCloseTo(exact.get(theirs).get("value").asDouble(), within(1e-12)));
        assertThat(names).hasSize(2 + 4 + 3 + 8);
    }

    private static JsonNode expected(String log, String policy) {
        for (JsonNode setting :
                JSON.readTree(DATA.resolve("expected.json").toFile()).get("settings")) {
            if (setting.get("log").asString().equals(log)
                    && setting.get("evaluation_policy").asString().equals(policy)) {
                return setting.get("exact");
            }
        }
        throw new IllegalArgumentException(log + " " + policy);
    }

    private static Map<String, String> names() {
        Map<String, String> names = new HashMap<>(
                Map.of("ips", "ips", "snips", "snips", "tab_dm", "dm", "tab_dr", "dr", "tab_sndr", "sndr"));
        for (int limit : new int[] {1, 5, 10, 50, 100}) {
            if (limit != 100) {
                names.put("ips_clip" + limit, "ips-clip(" + limit + ")");
            }
            if (limit != 50) {
                names.put("tab_switch_dr_" + limit, "switch-dr(" + limit + ")");
                names.put("tab_dros_" + limit, "dros(" + limit + ")");
            }
        }
        return names;
    }

    private Path problem() throws Exception {
        String ids = IntStream.range(0, ACTIONS).mapToObj(i -> "\"" + i + "\"").collect(Collectors.joining(", "));
        return Files.writeString(folder.resolve("men.yaml"), """
                problem: open-bandit
                features: [{name: position, type: categorical, values: ["1", "2", "3"]}]
                actions: {ids: [%s]}
                default-action: "0"
                reward: {formula: click, window: PT10M, if-none: 0}
                tracks: {linear: {algorithm: {name: linear}, publish: {every-transitions: 200}}}
                serve: linear
                kafka: {bootstrap.servers: "127.0.0.1:9092"}
                """.formatted(ids));
    }

    /** The policy as a table of (position, action, probability). */
    private Path table() throws Exception {
        List<String> lines = new ArrayList<>(List.of("position,action,probability"));
        List<String> wide = Files.readAllLines(DATA.resolve("action_dist_bts.csv"));
        for (String line : wide.subList(1, wide.size())) {
            String[] cells = line.split(",");
            for (int k = 1; k <= 3; k++) {
                lines.add(k + "," + cells[0] + "," + cells[k]);
            }
        }
        return Files.write(folder.resolve("bts.csv"), lines);
    }

    /** q(a) = (clicks + 50 r̄) / (n + 50), the same for every row. */
    private Path values(Path csv) throws Exception {
        double[] clicks = new double[ACTIONS];
        double[] shown = new double[ACTIONS];
        int n = 0;
        try (CsvFile file = new CsvFile(csv)) {
            for (List<String> line = file.next(); line != null; line = file.next()) {
                int action = Integer.parseInt(line.get(file.column("item_id")));
                clicks[action] += Double.parseDouble(line.get(file.column("click")));
                shown[action]++;
                n++;
            }
        }
        double mean = IntStream.range(0, ACTIONS).mapToDouble(a -> clicks[a]).sum() / n;
        String line = IntStream.range(0, ACTIONS)
                .mapToObj(a -> String.format(Locale.ROOT, "%s", (clicks[a] + 50 * mean) / (shown[a] + 50)))
                .collect(Collectors.joining(","));
        String header = IntStream.range(0, ACTIONS).mapToObj(a -> "q" + a).collect(Collectors.joining(","));
        List<String> lines = new ArrayList<>(List.of(header));
        for (int i = 0; i < n; i++) {
            lines.add(line);
        }
        return Files.write(folder.resolve("values.csv"), lines);
    }
}
