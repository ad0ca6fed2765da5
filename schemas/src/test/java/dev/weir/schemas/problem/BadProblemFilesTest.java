package dev.weir.schemas.problem;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.weir.schemas.problem.ProblemFiles.Finding;
import dev.weir.schemas.problem.ProblemFiles.InvalidProblemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BadProblemFilesTest {
    private static final String QUANTITIES = Samples.text("newsvendor");
    private static final String CANDIDATES = Samples.text("translation");

    @ParameterizedTest(name = "{2}: {1}")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "problem: newsvendor | problem: News | problem",
                "problem: newsvendor | name: newsvendor | problem",
                "problem: newsvendor | problem: newsvendor\\nproblems: x | problems",
                "type: categorical, values: [low, mid, high] | type: categorical | features[0].values",
                "values: [low, mid, high] | values: [low, low] | features[0].values[1]",
                "type: numeric | type: number | features[1].type",
                "name: price | name: action | features[1].name",
                "name: price | name: season | features[1].name",
                "name: price | name: '1 x' | features[1].name",
                "size: 1 | size: 0 | features[1].size",
                "size: 1 | size: 1.5 | features[1].size",
                "size: 1 | siez: 1 | features[1].siez",
                "missing: 0 | missing: .nan | features[1].missing",
                "missing: 0 | missing: 1e999 | features[1].missing",
                "missing: 0 | missing: none | features[1].missing",
                "{quantities: {max: 60, step: 1}} | {continuous: {low: [0], high: [1]}} | actions.continuous",
                "{quantities: {max: 60, step: 1}} | {quantities: {max: 60}, ids: [a, b]} | actions",
                "{quantities: {max: 60, step: 1}} | {quantity: {max: 60}} | actions",
                "{quantities: {max: 60, step: 1}} | {quantities: {max: 60, step: 61}} | actions.quantities.step",
                "{quantities: {max: 60, step: 1}} | {quantities: {max: 60000}} | actions.quantities.max",
                "{quantities: {max: 60, step: 1}} | {ids: [a, b]} | limits",
                "default-action: from-request | default-action: '61' | default-action",
                "default-action: from-request | default-action: '07' | default-action",
                "default-action: from-request | default-action: '50' | limits.max",
                "default-action: from-request | default-action: first | default-action",
                "default-action: from-request |  | default-action",
                "limits: {max: 48} | limits: {max: -1} | limits.max",
                "limits: {max: 48} | limits: {max: request.} | limits.max",
                "limits: {max: 48} | limits: {min: 48} | limits.min",
                "limits: {max: 48} | episodes: {timeout: PT24H} | discount",
                "limits: {max: 48} | episodes: {timeout: PT24H}\\ndiscount: 0 | discount",
                "limits: {max: 48} | episodes: {timeout: PT24H}\\ndiscount: 1.01 | discount",
                "limits: {max: 48} | episodes: {timeout: PT9M}\\ndiscount: 0.9 | episodes.timeout",
                "limits: {max: 48} | episodes: {timeout: P366D}\\ndiscount: 0.9 | episodes.timeout",
                "limits: {max: 48} | episodes: {time-out: PT24H}\\ndiscount: 0.9 | episodes.time-out",
                "limits: {max: 48} | episodes: {}\\ndiscount: 0.9 | episodes.timeout",
                "limits: {max: 48} | discount: 0.9 | discount",
                "price*sold | price*(sold | reward.formula",
                "price*sold | price*+/ | reward.formula",
                "window: PT10M | window: PT0.5S | reward.window",
                "window: PT10M | window: P31D | reward.window",
                "window: PT10M | window: 10 minutes | reward.window",
                "window: PT10M | window: 600 | reward.window",
                "aggregate: sum | aggregate: median | reward.aggregate",
                "if-none: 0 | if-none: .inf | reward.if-none",
                "learn-at: window-close | learn-at: arrival | reward.learn-at",
                "name: linear, | name: dqm, | tracks.linear.algorithm.name",
                "[season, action] | [saeson, action] | tracks.linear.algorithm.interactions[1]",
                "[season, action] | [] | tracks.linear.algorithm.interactions[1]",
                "hinges: 16 | hinges: -1 | tracks.linear.algorithm.hinges",
                "ridge: 2.5 | ridge: 0 | tracks.linear.algorithm.ridge",
                "forgetting: 0.999 | forgetting: 1.1 | tracks.linear.algorithm.forgetting",
                "name: thompson, draws: 32 | name: greedy | tracks.linear.exploration.name",
                "draws: 32 | draws: 0 | tracks.linear.exploration.draws",
                "floor: 0.01 | floor: 1 | tracks.linear.exploration.floor",
                "floor: 0.01 | floor: '0.01' | tracks.linear.exploration.floor",
                "{every-transitions: 200, every: PT10S} | {} | tracks.linear.publish",
                "every-transitions: 200 | every-transitions: 0 | tracks.linear.publish.every-transitions",
                "mode: every-transitions | mode: often | tracks.linear.checkpoint.mode",
                ", transitions: 10000 |  | tracks.linear.checkpoint.transitions",
                "seed: 42 | seed: 4.2 | tracks.linear.seed",
                "serve: linear | serve: linaer | serve",
                "source: driver | source: ntp | time.source",
                "tick: PT2S | tick: PT0S | time.tick",
                "skew: PT3S | skew: -PT3S | time.skew",
                "horizon: PT12H | horizon: never | join.horizon",
                "log: before-reply | log: maybe | service.log",
                "partitions: 4 | partitions: 0 | topics.partitions",
                "serve: linear | serve: linear\\nalerts: {false-alarm-every: 10} | alerts.false-alarm-every",
                "serve: linear | serve: linear\\nalerts: {smallest-shift: 0} | alerts.smallest-shift",
                "serve: linear | serve: linear\\nalerts: {warm-up: 5000, memory: 400} | alerts.memory",
                "serve: linear | serve: linear\\nalerts: {segments: [price]} | alerts.segments",
                "serve: linear | serve: linear\\nalerts: {season: a day} | alerts.season",
                "serve: linear | serve: linear\\nalerts: {webhook: 'file:///etc/passwd'} | alerts.webhook",
                "serve: linear | serve: linear\\nalerts: {webhook: 'http://me:secret@there/'} | alerts.webhook",
                "serve: linear | serve: linear\\nalerts: {alertmanager: there:9093} | alerts.alertmanager",
                "serve: linear | serve: linear\\nalerts: {web-hook: 'http://there/'} | alerts.web-hook",
                "prefix: shop | prefix: a.b | topics.prefix",
                "retention: P3D | retention: PT12H9M | topics.retention",
                "producer.linger.ms: 5 | producer.linger.ms: [5] | kafka.producer.linger.ms",
                "producer.linger.ms: 5 | sasl.jaas.config: hunter2 | kafka.sasl.jaas.config",
                "producer.linger.ms: 5 | producer.ssl.key.password: hunter2 | kafka.producer.ssl.key.password",
                "serve: linear | serve: linear\\nserve: baseline | serve",
            })
    void namesTheKeyThatIsWrong(String from, String to, String key) {
        String changed = QUANTITIES.replace(from, to == null ? "" : to.replace("\\n", "\n"));
        assertThat(changed).as("the sample holds '%s'", from).isNotEqualTo(QUANTITIES);

        List<Finding> findings = findings(changed);

        assertThat(findings).extracting(Finding::key).contains(key);
        assertThat(findings).allSatisfy(f -> assertThat(f.toString()).doesNotContain("hunter2"));
    }

    @Test
    void findsEverythingAtOnce() {
        String changed = QUANTITIES
                .replace("window: PT10M", "window: soon")
                .replace("serve: linear", "serve: dqn")
                .replace("tick:", "tik:")
                .replace("draws: 32", "draws: many");

        assertThat(findings(changed))
                .extracting(Finding::key)
                .containsExactlyInAnyOrder("reward.window", "serve", "time.tik", "tracks.linear.exploration.draws");
    }

    @Test
    void asksDidYouMean() {
        assertThat(findings(QUANTITIES.replace("retention:", "retension:"))).anySatisfy(f -> {
            assertThat(f.key()).isEqualTo("topics.retension");
            assertThat(f.value()).isEqualTo("'P3D'");
            assertThat(f.expected()).contains("did you mean 'retention'?");
        });
    }

    @Test
    void refusesActionAmongTheInteractionsOfCandidates() {
        assertThat(findings(CANDIDATES.replace("[country, system]", "[country, action]")))
                .extracting(Finding::key)
                .containsExactly("tracks.linucb.algorithm.interactions[2]");
    }

    @Test
    void refusesArrivalWhereALaterOutcomeMayChangeTheReward() {
        assertThat(findings(CANDIDATES.replace("aggregate: first", "aggregate: last")))
                .extracting(Finding::key)
                .containsExactly("reward.learn-at");
    }

    @Test
    void refusesAnIdAsDefaultActionOfCandidates() {
        assertThat(findings(CANDIDATES.replace("default-action: first", "default-action: mt-a")))
                .extracting(Finding::key)
                .containsExactly("default-action");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "''",
                "just text",
                "[a, list]",
                "a: &x [1]\\nb: *x",
                "a: !!java/object x",
                "a: {b: ",
                "a: 1\\n---\\nb: 2",
                "a: '\\u0000",
                "[[[[[[[[[[[[[[[[[[[[1]]]]]]]]]]]]]]]]]]]]",
            })
    void refusesWhatIsNoPlainYamlMapping(String yaml) {
        assertThat(findings(yaml.replace("\\n", "\n"))).isNotEmpty();
    }

    @Test
    void refusesABombOfAliases() {
        StringBuilder bomb = new StringBuilder("a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n");
        for (int i = 1; i < 10; i++) {
            bomb.append("a" + i + ": &a" + i + " [" + ("*a" + (i - 1) + ", ").repeat(9) + "*a" + (i - 1) + "]\n");
        }

        assertThat(findings(bomb.toString()))
                .singleElement()
                .satisfies(f -> assertThat(f.expected()).isEqualTo("plain values"));
    }

    @Test
    void refusesTooMuchOfEverything() {
        assertThat(findings("#".repeat(300_000))).extracting(Finding::key).containsExactly("(file)");
        assertThat(findings("a: [" + "1,".repeat(60_000) + "1]")).isNotEmpty();
        assertThat(findings("{a: ".repeat(5_000) + "1" + "}".repeat(5_000))).isNotEmpty();
    }

    @Test
    void refusesFilesThatAreNoUtf8OrNotThere(@TempDir Path folder) throws Exception {
        Path file = Files.write(folder.resolve("x.yaml"), new byte[] {'a', ':', ' ', (byte) 0xC3, 0x28});

        assertThatThrownBy(() -> ProblemFiles.read(file, Map.of()))
                .isInstanceOf(InvalidProblemException.class)
                .hasMessageContaining("UTF-8");
        assertThatThrownBy(() -> ProblemFiles.read(folder.resolve("absent.yaml"), Map.of()))
                .isInstanceOf(InvalidProblemException.class)
                .hasMessageContaining("absent.yaml");
    }

    static List<Finding> findings(String yaml) {
        InvalidProblemException refused =
                catchThrowableOfType(InvalidProblemException.class, () -> ProblemFiles.parse(yaml));
        assertThat(refused).as("refused: %s", yaml).isNotNull();
        return refused.findings();
    }
}
