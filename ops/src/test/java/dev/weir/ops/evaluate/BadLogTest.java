package dev.weir.ops.evaluate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.rl.random.CounterRandom;
import java.io.ByteArrayOutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;

/** Logs that are not what they should be: a row is named, or a fallback is shouted; never a silent number. */
class BadLogTest {
    private static final String YAML = """
            problem: shop
            features: [{name: kind, type: categorical, values: [old, new]}, {name: x, type: numeric}]
            actions: {ids: [a, b]}
            default-action: a
            reward: {formula: click, window: PT10M, if-none: 0}
            tracks: {linear: {algorithm: {name: linear}, publish: {every-transitions: 200}}}
            serve: linear
            kafka: {bootstrap.servers: "127.0.0.1:9092"}
            """;
    private static final int ROWS = 400;

    @TempDir
    Path folder;

    private String problem = "";

    @BeforeEach
    void writeProblem() throws Exception {
        problem = Files.writeString(folder.resolve("shop.yaml"), YAML).toString();
    }

    /** A good log, but for the line at a place. */
    private String log(String header, int bad, String line) {
        StringBuilder text = new StringBuilder(header).append('\n');
        for (int i = 0; i < ROWS; i++) {
            String a = CounterRandom.uniform(1, 1, i) < 0.5 ? "a" : "b";
            int click = CounterRandom.uniform(1, 2, i) < (a.equals("a") ? 0.3 : 0.6) ? 1 : 0;
            text.append(i == bad ? line : (i % 2 == 0 ? "old" : "new") + "," + i % 7 + "," + a + ",0.5," + click)
                    .append('\n');
        }
        return text.toString();
    }

    private Weir.Said evaluate(String text, String... more) throws Exception {
        Path log = Files.writeString(folder.resolve("log.csv"), text);
        String[] all = {"evaluate", problem, "--log", log.toString(), "--policy", "uniform,best-constant"};
        String[] arguments = Arrays.copyOf(all, all.length + more.length);
        System.arraycopy(more, 0, arguments, all.length, more.length);
        return Weir.run(arguments);
    }

    private void refuses(String line, String... words) throws Exception {
        Weir.Said said = evaluate(log("kind,x,action,propensity,reward", 41, line));
        assertThat(said.exit()).isEqualTo(2);
        assertThat(said.err()).contains("log.csv line 43").contains(words);
        assertThat(said.out()).isEmpty();
    }

    @Test
    void namesTheRowOfAPropensityOfZero() throws Exception {
        refuses("old,1,a,0,1", "propensity must be in (0, 1], was 0.0");
        refuses("old,1,a,1.5,1", "propensity must be in (0, 1], was 1.5");
        refuses("old,1,a,,1", "propensity must be a finite number, was ''");
        refuses("old,1,a,NaN,1", "propensity must be a finite number, was 'NaN'");
    }

    @Test
    void namesTheRowOfARewardThatIsNoNumber() throws Exception {
        refuses("old,1,a,0.5,NaN", "reward must be a finite number, was 'NaN'");
        refuses("old,1,a,0.5,", "reward must be a finite number, was ''");
    }

    @Test
    void namesTheRowOfAnActionThatTheProblemLacks() throws Exception {
        refuses("old,1,c,0.5,1", "action must be one of the problem's actions, was 'c'");
    }

    @Test
    void namesTheRowWhereColumnsAreMissing() throws Exception {
        refuses("old,1,a", "expected 5 values as in the header, had 3");
        refuses("old,one,a,0.5,1", "x must be a finite number, was 'one'");
    }

    @Test
    void shoutsWherePropensitiesAreGuessed() throws Exception {
        String text = log("kind,x,action,unused,reward", -1, "");

        Weir.Said said = evaluate(text);

        assertThat(said.exit()).as(said.err()).isZero();
        assertThat(said.out()).contains("THE LOG HAS NO PROPENSITIES");
        assertThat(evaluate(text, "-o", "json").out()).contains("\"warning\" : \"THE LOG HAS NO PROPENSITIES");
    }

    @Test
    void namesColumnsThatAreNotThere() throws Exception {
        Weir.Said said = evaluate(log("kind,x,item,propensity,click", -1, ""));

        assertThat(said.exit()).isEqualTo(2);
        assertThat(said.err())
                .contains("action=action")
                .contains("reward=reward")
                .contains("--map");
        assertThat(evaluate(log("kind,x,item,propensity,click", -1, ""), "--map", "action=item,reward=click")
                        .exit())
                .isZero();
    }

    @Test
    void saysThatACompressedFileIsCutOff() throws Exception {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (GZIPOutputStream out = new GZIPOutputStream(bytes)) {
            out.write(log("kind,x,action,propensity,reward", -1, "").getBytes("UTF-8"));
        }
        Path cut = folder.resolve("cut.csv.gz");
        Files.write(cut, Arrays.copyOf(bytes.toByteArray(), bytes.size() / 2));

        Weir.Said said = Weir.run("evaluate", problem, "--log", cut.toString(), "--policy", "uniform");

        assertThat(said.exit()).isEqualTo(2);
        assertThat(said.err()).contains("cut.csv.gz line ").contains("cut off");
    }

    @Test
    void refusesATableWithAnActionThatTheProblemLacks() throws Exception {
        Path table = Files.writeString(folder.resolve("policy.csv"), "action,probability\na,0.5\nz,0.5\n");
        Path half = Files.writeString(folder.resolve("half.csv"), "action,probability\na,0.5\n");
        String text = log("kind,x,action,propensity,reward", -1, "");

        assertThat(evaluate(text, "--policy", table.toString()).err())
                .contains("policy.csv line 3")
                .contains("knows an action that the problem does not: 'z'");
        assertThat(evaluate(text, "--policy", half.toString()).err()).contains("must sum to 1, summed to 0.5");
        assertThat(evaluate(text, "--policy", "nobody").err()).contains("was 'nobody'");
    }

    @Test
    void theExitCodeIsTheGate() throws Exception {
        Path better = Files.writeString(folder.resolve("b.csv"), "action,probability\nb,1\n");
        String text = log("kind,x,action,propensity,reward", -1, "");

        assertThat(evaluate(
                                text,
                                "--policy",
                                better.toString(),
                                "--require",
                                "lower(dr, " + better + ") > value(uniform)")
                        .exit())
                .isZero();
        assertThat(evaluate(text, "--require", "lower(dr) > 0.9").exit()).isEqualTo(1);
        assertThat(evaluate(text, "--require", "upper(snips, uniform) >= value(logged)")
                        .exit())
                .isZero();
        assertThat(evaluate(text, "--require", "dr better").exit()).isEqualTo(2);
        assertThat(evaluate(text, "--require", "lower(magic) > 0").err()).contains("switch-dr(");
    }

    @Test
    void writesAPageThatNeedsNothingElse() throws Exception {
        Path report = folder.resolve("r.json");

        evaluate(log("kind,x,action,propensity,reward", -1, ""), "--report", report.toString());

        assertThat(Files.readString(report)).contains("\"verdict\"").contains("\"running\"");
        assertThat(Files.readString(folder.resolve("r.html")))
                .contains("<svg")
                .doesNotContain("<script")
                .doesNotContain("http");
    }

    @Test
    void tellsTheValueWhereAFeatureHasEachOfItsValues() throws Exception {
        Weir.Said said = evaluate(
                log("kind,x,action,propensity,reward", -1, ""),
                "--slice",
                "kind,x",
                "--reward-range",
                "0,1",
                "-o",
                "json");
        JsonNode policy =
                new ObjectMapper().readTree(said.out()).get("policies").get(0);
        List<String> slices = new ArrayList<>();
        policy.get("slices").forEach(s -> slices.add(s.get("slice").asString()));
        JsonNode estimates = policy.get("estimates");
        JsonNode betting = estimates.get(estimates.size() - 1);

        assertThat(slices).contains("kind=new", "kind=old", "x below 1.00000", "x from 5.00000");
        assertThat(policy.get("slices").get(0).get("rows").asLong()).isEqualTo(ROWS / 2);
        assertThat(betting.get("estimator").asString()).isEqualTo("sequence-betting");
        assertThat(betting.get("lower").asDouble()).isBetween(0.2, 0.45);
        assertThat(betting.get("upper").asDouble()).isBetween(0.45, 0.7);
        assertThat(evaluate(log("kind,x,action,propensity,reward", -1, ""), "--slice", "y")
                        .err())
                .contains("expected one of the context's features [kind, x]");
        assertThat(evaluate(log("kind,x,action,propensity,reward", -1, ""), "--reward-range", "0,0.5")
                        .err())
                .contains("reward must be in [0.0, 0.5], was 1.0 (--reward-range)");
    }
}
