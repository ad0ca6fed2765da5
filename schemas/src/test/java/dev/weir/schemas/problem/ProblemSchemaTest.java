package dev.weir.schemas.problem;

import static org.assertj.core.api.Assertions.assertThat;

import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** The published JSON Schema says yes to every example, and no wherever a single value is enough to see what is wrong. */
class ProblemSchemaTest {
    static final Schema SCHEMA = SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
            .getSchema(ProblemTemplates.jsonSchema());

    /** Samples, templates, the files in {@code problems/} and whatever {@code docs/} shows as a whole problem file. */
    static Stream<String> examples() throws IOException {
        List<String> texts = new ArrayList<>(published("problems", ".yaml"));
        Pattern block = Pattern.compile("```yaml\\n(problem:.*?)```", Pattern.DOTALL);
        for (String page : published("docs", ".md")) {
            block.matcher(page).results().forEach(match -> texts.add(match.group(1)));
        }
        Samples.ALL.forEach(name -> texts.add(Samples.text(name)));
        ProblemTemplates.kinds().forEach(kind -> texts.add(ProblemTemplates.init(kind)));
        return texts.stream();
    }

    private static List<String> published(String folder, String suffix) throws IOException {
        Path root = Path.of("..", folder);
        if (!Files.isDirectory(root)) {
            return List.of();
        }
        List<String> texts = new ArrayList<>();
        try (Stream<Path> files = Files.list(root)) {
            for (Path file :
                    files.filter(f -> f.toString().endsWith(suffix)).sorted().toList()) {
                texts.add(Files.readString(file));
            }
        }
        return texts;
    }

    @ParameterizedTest
    @MethodSource("examples")
    void acceptsEveryExampleThatTheReaderAccepts(String yaml) {
        assertThat(SCHEMA.validate(yaml, InputFormat.YAML)).isEmpty();
        assertThat(ProblemFiles.parse(yaml).hash()).hasSize(64);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "problem: newsvendor | problem: News",
                "values: [low, mid, high] | buckets: 3",
                "size: 1 | size: 0",
                "size: 1 | siez: 1",
                "{quantities: {max: 60, step: 1}} | {continuous: {low: [0], high: [1]}}",
                "{quantities: {max: 60, step: 1}} | {quantities: {max: 60}, ids: [a, b]}",
                "limits: {max: 48} | limits: {max: -1}",
                "limits: {max: 48} | episodes: {timeout: PT24H}",
                "serve: linear | discount: 1.1",
                "window: PT10M | window: 10 minutes",
                "window: PT10M | window: 600",
                "aggregate: sum | aggregate: median",
                "learn-at: window-close | learn-at: arrival",
                "name: linear, | name: dqn,",
                "draws: 32 | alpha: 2",
                "floor: 0.01 | floor: 1",
                "{every-transitions: 200, every: PT10S} | {}",
                "mode: every-transitions | mode: often",
                "partitions: 4 | partitions: 0",
                "log: before-reply | log: maybe",
                "serve: linear | discount: 0.9",
            })
    void refusesWhatTheReaderRefuses(String from, String to) {
        String changed = Samples.text("newsvendor").replace(from, to);

        assertThat(SCHEMA.validate(changed, InputFormat.YAML)).isNotEmpty();
        assertThat(BadProblemFilesTest.findings(changed)).isNotEmpty();
    }

    @Test
    void refusesAFileWithoutWhatIsRequired() {
        assertThat(SCHEMA.validate("problem: x", InputFormat.YAML)).isNotEmpty();
        assertThat(BadProblemFilesTest.findings("problem: x"))
                .extracting(ProblemFiles.Finding::key)
                .contains("actions", "default-action", "reward.formula", "reward.window", "serve");
    }
}
