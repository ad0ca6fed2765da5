package dev.weir.ops.evaluate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.rl.random.CounterRandom;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;

/** A DSJSON log is evaluated, imported with a report of what became what, and refused by line. */
class DsjsonTest {
    private static final int ROWS = 600;
    private static final String YAML = """
            problem: shop
            features: [{name: device, type: categorical, values: [phone, desk]}, {name: age, type: numeric, missing: 0}]
            actions: {ids: [news, music]}
            default-action: news
            reward: {formula: reward, window: PT10M, if-none: 0}
            tracks: {linear: {algorithm: {name: linear}, publish: {every-transitions: 200}}}
            serve: linear
            kafka: {bootstrap.servers: "127.0.0.1:9092"}
            """;

    @TempDir
    Path folder;

    /** Phones like music (reward .6), desks news (.5), else .2; music is offered first, and taken with 3/4. */
    private static String line(int i) {
        boolean phone = i % 2 == 0;
        boolean music = CounterRandom.uniform(5, 1, i) < 0.75;
        double chance = phone && music ? 0.6 : !phone && !music ? 0.5 : 0.2;
        double reward = CounterRandom.uniform(5, 2, i) < chance ? 1 : 0;
        return String.format(
                Locale.ROOT,
                """
                {"_label_cost":%s,"_label_probability":%s,"_label_Action":%d,"_labelIndex":%d,"Timestamp":"2026-01-31T12:00:%02d.1230000Z",\
                "Version":"1","EventId":"e%d","o":[{"v":%s}],"a":[%s],"c":{"User":[{"device":"%s"},{"_age":7}],"Geo":{"age":%d},\
                "_multi":[{"_tag":"music","i":{"constant":1,"id":"music"}},{"_tag":"news","i":{"constant":1,"id":"news"}}]},\
                "p":[%s],"VWState":{"m":"x"}}""",
                reward == 0 ? "0" : "-1",
                music ? "0.75" : "0.25",
                music ? 1 : 2,
                music ? 0 : 1,
                i % 60,
                i,
                reward,
                music ? "1,2" : "2,1",
                phone ? "phone" : "desk",
                20 + i % 40,
                music ? "0.75,0.25" : "0.25,0.75");
    }

    private Path log(int bad, String instead) throws Exception {
        List<String> lines = Stream.iterate(0, i -> i + 1)
                .limit(ROWS)
                .map(i -> i == bad ? instead : line(i))
                .toList();
        return Files.write(folder.resolve("log.dsjson"), lines);
    }

    private Weir.Said evaluate(Path problem, Path log, String... more) {
        String[] all = {
            "evaluate", problem.toString(), "--log", log.toString(), "-o", "json", "--policy", "uniform,best-constant"
        };
        String[] arguments = Arrays.copyOf(all, all.length + more.length);
        System.arraycopy(more, 0, arguments, all.length, more.length);
        return Weir.run(arguments);
    }

    private static double value(Weir.Said said, int policy, int estimator) {
        JsonNode json = new ObjectMapper().readTree(said.out());
        return json.get("policies")
                .get(policy)
                .get("estimates")
                .get(estimator)
                .get("value")
                .asDouble();
    }

    @Test
    void valuesByActionsTagsWhateverTheirOrder() throws Exception {
        Path problem = Files.writeString(folder.resolve("shop.yaml"), YAML);

        Weir.Said said = evaluate(problem, log(-1, ""), "--map", "device=User.device,age=Geo.age");

        assertThat(said.exit()).as(said.err()).isZero();
        assertThat(value(said, 0, 3)).isBetween(0.3, 0.45); // uniform: (.6 + .2 + .2 + .5) / 4 = .375
    }

    @Test
    void importsAProblemFileAndTransitionsAndSaysWhatBecameWhat() throws Exception {
        Path yaml = folder.resolve("made.yaml");
        Path rows = folder.resolve("rows.avro");
        Weir.Said said = Weir.run(
                "import",
                "--dsjson",
                log(3, "{\"RewardValue\":1,\"EventId\":\"late\"}").toString(),
                "--problem-out",
                yaml.toString(),
                "--rows",
                rows.toString());

        assertThat(said.exit()).as(said.err()).isZero();
        assertThat(said.out())
                .contains("599 decisions, at most 2 actions, 2 declared by id")
                .contains("1 lines skipped: an outcome by itself")
                .contains("context User.device: feature User.device, type: categorical (599 times)")
                .contains("context Geo.age: feature Geo.age, type: numeric")
                .contains("User._age: ignored");
        Weir.Said evaluated = evaluate(yaml, rows);
        assertThat(evaluated.exit()).as(evaluated.err()).isZero();
        assertThat(value(evaluated, 0, 3)).isBetween(0.3, 0.45);
        Weir.Said trained = Weir.run("train", yaml.toString(), "--from", rows.toString());
        assertThat(trained.out()).contains("\"transitions\" : 599").contains("\"refused\" : 0");
    }

    @Test
    void namesTheLineThatIsNotWhatItMustBe() throws Exception {
        Path problem = Files.writeString(folder.resolve("shop.yaml"), YAML);
        String good = line(7);

        assertThat(evaluate(problem, log(41, "{\"c\":"), "--map", "device=User.device")
                        .err())
                .contains("log.dsjson line 42: expected one JSON object");
        assertThat(evaluate(
                                problem,
                                log(
                                        41,
                                        good.replace("\"_labelIndex\":0", "\"_labelIndex\":9")
                                                .replace("\"_labelIndex\":1", "\"_labelIndex\":9")))
                        .err())
                .contains("log.dsjson line 42: _labelIndex must be 0 to 1, was 9");
        assertThat(evaluate(problem, log(41, good.replace("\"news\"", "\"sport\"")))
                        .err())
                .contains("log.dsjson line 42: action must be one of the problem's actions, was 'sport'");
        assertThat(evaluate(problem, log(41, good.replaceAll("_label_probability\":[0-9.]+", "_label_probability\":0")))
                        .err())
                .contains("log.dsjson line 42: propensity must be in (0, 1], was 0.0");
        assertThat(evaluate(problem, log(-1, ""), "--map", "colour=User.colour").err())
                .contains("expected unit or one of [age, device] before '=', was 'colour'");
    }
}
