package dev.weir.ops.evaluate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.rl.decision.Situation;
import dev.weir.rl.feature.Features;
import dev.weir.rl.random.CounterRandom;
import dev.weir.schemas.avro.Contribution;
import dev.weir.schemas.avro.Decision;
import dev.weir.schemas.avro.Transition;
import dev.weir.schemas.problem.ProblemFile;
import dev.weir.schemas.problem.ProblemFiles;
import dev.weir.schemas.wire.Values;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.apache.avro.file.DataFileWriter;
import org.apache.avro.specific.SpecificDatumWriter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;

/** Avro files of transitions: read as they are, or refused by row. */
class AvroLogTest {
    private static final String YAML = """
            problem: shop
            features: [{name: x, type: numeric}]
            actions: {ids: [a, b]}
            default-action: a
            reward: {formula: click, window: PT10M, if-none: 0}
            tracks: {linear: {algorithm: {name: linear}, publish: {every-transitions: 200}}}
            serve: linear
            kafka: {bootstrap.servers: "127.0.0.1:9092"}
            """;
    private static final ProblemFile FILE = ProblemFiles.parse(YAML);
    private static final int ROWS = 1000;

    @TempDir
    Path folder;

    private Path log(int bad, Consumer<Transition> spoil) throws Exception {
        Path path = folder.resolve("log.avro");
        try (var writer = new DataFileWriter<>(new SpecificDatumWriter<>(Transition.class))
                .create(Transition.getClassSchema(), path.toFile())) {
            for (int i = 0; i < ROWS; i++) {
                Transition row = row(i);
                if (i == bad) {
                    spoil.accept(row);
                }
                writer.append(row);
            }
        }
        return path;
    }

    private static Transition row(int i) {
        boolean a = CounterRandom.uniform(3, 1, i) < 0.25;
        double click = CounterRandom.uniform(3, 2, i) < (a ? 0.2 : 0.6) ? 1 : 0;
        Situation situation = new Situation(new Features(new double[] {i % 5}, new String[0]), List.of(), null);
        Decision decision = new Decision();
        decision.setId("d" + i);
        decision.setTime(1000L * i);
        decision.setUnit("u" + i);
        decision.setAction(a ? "a" : "b");
        decision.setBaselineAction("a");
        decision.setPropensity(a ? 0.25 : 0.75);
        decision.setPmf(List.of(0.25, 0.75));
        decision.setSituation(Values.record(situation));
        decision.setFeatureSchema(FILE.decision().context().fingerprint());
        decision.setProblemHash(FILE.hash());
        decision.setVariant("linear");
        Transition transition = new Transition();
        transition.setDecision(decision);
        transition.setContributions(List.of(new Contribution("o", 1000L * i, Map.of("click", click))));
        transition.setReward(click);
        return transition;
    }

    private Weir.Said evaluate(Path log, String... more) throws Exception {
        Path problem = Files.writeString(folder.resolve("shop.yaml"), YAML);
        String[] all = {"evaluate", problem.toString(), "--log", log.toString(), "-o", "json"};
        String[] arguments = Arrays.copyOf(all, all.length + more.length);
        System.arraycopy(more, 0, arguments, all.length, more.length);
        return Weir.run(arguments);
    }

    private void refuses(Consumer<Transition> spoil, String... words) throws Exception {
        Weir.Said said = evaluate(log(700, spoil), "--policy", "uniform");
        assertThat(said.exit()).as(said.err()).isEqualTo(2);
        assertThat(said.err()).contains("log.avro row 700").contains(words);
        assertThat(said.out()).isEmpty();
    }

    @Test
    void valuesTheBaselineNearItsTrueReward() throws Exception {
        JsonNode said = new ObjectMapper()
                .readTree(evaluate(log(-1, t -> {}), "--policy", "baseline,uniform")
                        .out());

        assertThat(dr(said, 0).get("lower").asDouble()).isLessThan(0.2);
        assertThat(dr(said, 0).get("upper").asDouble()).isBetween(0.2, 0.35);
        assertThat(dr(said, 1).get("lower").asDouble()).isBetween(0.3, 0.4);
        assertThat(dr(said, 1).get("upper").asDouble()).isBetween(0.4, 0.5);
        assertThat(said.get("policies").get(0).get("belief").asString()).isEqualTo("believe");
    }

    @Test
    void takesAnotherRewardFormulaAndAStretchOfTime() throws Exception {
        Weir.Said said = evaluate(
                log(-1, t -> {}), "--policy", "uniform", "--reward", "10*click", "--until", "1970-01-01T00:05:00Z");
        JsonNode json = new ObjectMapper().readTree(said.out());

        assertThat(json.get("rows").asLong()).isEqualTo(300);
        assertThat(dr(json, 0).get("value").asDouble()).isBetween(3.0, 5.0);
    }

    private static JsonNode dr(JsonNode said, int policy) {
        return said.get("policies").get(policy).get("estimates").get(3);
    }

    @Test
    void namesRowsThatNoEstimateCanBeMadeOf() throws Exception {
        refuses(t -> t.getDecision().setPropensity(0), "propensity must be in (0, 1], was 0.0");
        refuses(t -> t.getDecision().setPropensity(Double.NaN), "propensity must be in (0, 1], was NaN");
        refuses(t -> t.setReward(Double.NaN), "reward must be a finite number, was NaN");
        refuses(t -> t.getDecision().setAction("z"), "was 'z'");
        refuses(t -> t.getDecision().setFeatureSchema(5), "feature schema must be the problem's", "--from-offset");
    }

    @Test
    void namesTheRowAtWhichAFileIsCutOff() throws Exception {
        Path whole = log(-1, t -> {});
        byte[] bytes = Files.readAllBytes(whole);
        Path cut = folder.resolve("cut.avro");
        Files.write(cut, Arrays.copyOf(bytes, bytes.length * 2 / 3));

        Weir.Said said = evaluate(cut, "--policy", "uniform");

        assertThat(said.exit()).as(said.err()).isEqualTo(2);
        assertThat(said.err()).contains("cut.avro: row ").contains("cut off");
        assertThat(evaluate(Files.writeString(cut, "no avro"), "--policy", "uniform")
                        .exit())
                .isEqualTo(2);
    }
}
