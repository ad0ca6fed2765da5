package dev.weir.schemas.problem;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weir.schemas.topic.KafkaSettings.Kind;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OverridesTest {
    private static final String YAML = Samples.text("newsvendor");

    @Test
    void laysTheEnvironmentOverTheFile() {
        ProblemFile file = ProblemFiles.read(
                YAML,
                Map.of(
                        "WEIR_TIME_TICK", "PT7S",
                        "WEIR_TRACKS_LINEAR_SEED", "7",
                        "WEIR_TRACKS_LINEAR_EXPLORATION_FLOOR", "0.25",
                        "WEIR_SERVE", "baseline",
                        "WEIR_HOME", "/somewhere",
                        "PATH", "/bin"));

        assertThat(file.time().tick()).isEqualTo(Duration.ofSeconds(7));
        assertThat(file.track("linear").seed()).isEqualTo(7);
        assertThat(file.serve()).isEqualTo("baseline");
        assertThat(file.hash()).isNotEqualTo(ProblemFiles.parse(YAML).hash());
    }

    @Test
    void writesOverridesIntoTheTextSoThatTheLogTellsThem() {
        ProblemFile file = ProblemFiles.read(YAML, Map.of("WEIR_TRACKS_LINEAR_SEED", "7"));

        assertThat(ProblemFiles.parse(file.yaml())).isEqualTo(file);
        assertThat(ProblemFiles.parse(file.yaml()).track("linear").seed()).isEqualTo(7);
    }

    @Test
    void givesKafkaKeysFromTheEnvironmentToClientsAndToNothingElse() {
        ProblemFile file = ProblemFiles.read(
                YAML,
                Map.of(
                        "WEIR_KAFKA_BOOTSTRAP_SERVERS", "broker:1",
                        "WEIR_KAFKA_PRODUCER_LINGER_MS", "9",
                        "WEIR_KAFKA_SASL_JAAS_CONFIG", "hunter2: x"));

        assertThat(file.kafka())
                .containsEntry("bootstrap.servers", "broker:1")
                .containsEntry("producer.linger.ms", "9")
                .containsEntry("sasl.jaas.config", "hunter2: x");
        assertThat(file.hash()).isEqualTo(ProblemFiles.parse(YAML).hash());
        assertThat(file.yaml()).doesNotContain("hunter2");
        assertThat(file.toString()).doesNotContain("hunter2");
        assertThat(file.kafkaSettings().toString()).contains("sasl.jaas.config").doesNotContain("hunter2");
    }

    @Test
    void fillsSectionsThatTheFileLeavesEmptyOrOut() {
        String yaml = Samples.text("ids") + "time:\n";

        ProblemFile file = ProblemFiles.read(yaml, Map.of("WEIR_TIME_TICK", "PT7S", "WEIR_JOIN_HORIZON", "PT5H"));

        assertThat(file.time().tick()).isEqualTo(Duration.ofSeconds(7));
        assertThat(file.join().horizon()).isEqualTo(Duration.ofHours(5));
    }

    @Test
    void refusesAVariableOfOursThatNamesNoKey() {
        assertThatThrownBy(() -> ProblemFiles.read(YAML, Map.of("WEIR_TIME_TIK", "PT7S")))
                .hasMessageContaining("WEIR_TIME_TIK")
                .hasMessageContaining("did you mean 'WEIR_TIME_TICK'?");
    }

    @Test
    void refusesAWrongValueByItsKey() {
        assertThatThrownBy(() -> ProblemFiles.read(YAML, Map.of("WEIR_TOPICS_PARTITIONS", "many")))
                .hasMessageContaining("topics.partitions: was 'many'");
    }

    @Test
    void readsSecretsFromFilesWhenAClientIsMade(@TempDir Path folder) throws Exception {
        Path secret = Files.writeString(folder.resolve("kafka"), "hunter2\n");
        String yaml = YAML + "  sasl.jaas.config: 'x password=\"${file:" + secret + "}\";'\n";

        ProblemFile file = ProblemFiles.read(yaml, Map.of());

        assertThat(file.toString() + file.kafka() + file.yaml() + file.kafkaSettings())
                .doesNotContain("hunter2");
        assertThat(file.kafkaSettings().forClient(Kind.ADMIN))
                .containsEntry("sasl.jaas.config", "x password=\"hunter2\";");
    }

    @Test
    void refusesAFileOfSecretsThatIsNotThere() {
        String yaml = YAML + "  ssl.key.password: ${file:/nowhere/at/all}\n";

        assertThatThrownBy(() -> ProblemFiles.read(yaml, Map.of()))
                .hasMessageContaining("kafka.ssl.key.password")
                .hasMessageContaining("/nowhere/at/all");
        assertThat(ProblemFiles.parse(yaml).kafka()).containsKey("ssl.key.password");
    }
}
