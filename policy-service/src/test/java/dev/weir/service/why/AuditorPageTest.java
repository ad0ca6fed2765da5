package dev.weir.service.why;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.rl.policy.Policy.Contribution;
import dev.weir.schemas.avro.Decision;
import dev.weir.schemas.avro.Features;
import dev.weir.schemas.avro.ProblemApplied;
import dev.weir.schemas.avro.Shadow;
import dev.weir.schemas.avro.Situation;
import dev.weir.schemas.problem.ProblemFile;
import dev.weir.schemas.problem.ProblemFiles;
import java.util.List;
import org.junit.jupiter.api.Test;

class AuditorPageTest {
    private static final String YAML = """
            problem: shop
            # what the shop shows
            features: [{name: kind, type: categorical, values: [a, b]}]
            actions: {ids: [a, b]}
            default-action: a
            reward: {formula: click, window: PT5S, if-none: 0}
            tracks: {linear: {algorithm: {name: linear}, publish: {every-transitions: 10}}}
            """;
    private static final String EVIL = "<script>alert('x')</script>\"&";

    private static Explanation why(String yaml, boolean same) {
        ProblemFile file = ProblemFiles.parse(yaml);
        Decision d = Decisions.of(EVIL, "a", 0.75);
        d.setSituation(new Situation(new Features(List.of(), List.of(EVIL)), null, null));
        Reexecuted again = new Reexecuted(
                same,
                "a",
                new double[] {0.75, 0.25},
                new double[] {1, -1},
                "abc",
                List.of(new Contribution(EVIL, 0.5), new Contribution("other", -0.25)));
        ProblemApplied applied = new ProblemApplied(file.hash(), yaml, 5L, EVIL);
        return new Explanation(file, d, null, null, again, "", List.of(), null, applied);
    }

    @Test
    void everyValueIsEscapedAndNothingIsLoaded() {
        String page = why(YAML, true).page();
        assertThat(page).doesNotContain("<script").doesNotContain("alert('x')").contains("&lt;script&gt;");
        assertThat(page).doesNotContain("http:").doesNotContain("https:").doesNotContain("url(");
        assertThat(page).endsWith("</body></html>\n");
    }

    @Test
    void everyChartHasATableBehindIt() {
        String page = why(YAML, true).page();
        assertThat(page.split("class=\"chart\"", -1)).hasSize(3);
        assertThat(page.split("as a table</summary>", -1)).hasSize(3);
        assertThat(page).contains("0.750000").contains("-0.250000");
    }

    @Test
    void aDifferenceIsSaidAsOne() {
        assertThat(why(YAML, true).page()).contains("bit by bit");
        assertThat(why(YAML, false).page()).contains("comes out differently").doesNotContain("bit by bit");
    }

    @Test
    void theProblemFileIsShownWithoutItsSettingsOfKafka() {
        String secret = "kafka:\n  bootstrap.servers: broker:9092\n  client.id: very-secret-word\n";
        String json = why(YAML + secret, true).json();
        assertThat(json).contains("what the shop shows").contains("# kafka: left out");
        assertThat(json).doesNotContain("very-secret-word").doesNotContain("broker:9092");
        assertThat(why("kafka:\n  client.id: own-name\n" + YAML, true).json())
                .doesNotContain("own-name")
                .contains("problem: shop");
    }

    @Test
    void aFileIsNotShownWhereSecretsMayBeAnywhereInIt() {
        String leaking = YAML + "# sasl.jaas.config: very-secret-word\n";
        assertThat(why(leaking, true).json()).doesNotContain("very-secret-word").contains("\"file\":null");
    }

    @Test
    void whatACandidateWouldHaveDoneIsTold() {
        Explanation why = why(YAML, true);
        why.decision()
                .setShadow(Shadow.newBuilder()
                        .setSalt("shop/first")
                        .setVariant("linear")
                        .setAction("b")
                        .setGreedy("b")
                        .setPmf(List.of(0.1, 0.9))
                        .setTrack("linear")
                        .setVersion(7)
                        .build());
        assertThat(why.page()).contains("What a candidate would have done").contains("linear 0.7");
        assertThat(why.json()).contains("\"shadow\":{\"variant\":\"linear\"").contains("\"pmf\":[0.1,0.9]");
        assertThat(why(YAML, true).json()).contains("\"shadow\":null");
    }
}
