package dev.weir.learner;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weir.learner.checkpoint.Redo;
import dev.weir.learner.learn.DeepLog;
import dev.weir.learner.learn.Log;
import dev.weir.schemas.avro.DeadLetter;
import dev.weir.schemas.problem.ProblemFile.Checkpoint;
import dev.weir.schemas.topic.KafkaSettings;
import dev.weir.schemas.topic.Topics;
import dev.weir.schemas.wire.Codec;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.file.Path;
import java.util.Properties;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.streams.TestInputTopic;
import org.apache.kafka.streams.TopologyTestDriver;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DeepLearnerTopologyTest {
    private static final Topics TOPICS = new Topics("weir", "walks");

    @TempDir
    Path folder;

    @Test
    void putsAsideWhatIsNotFinite() {
        try (TopologyTestDriver driver = driver()) {
            TestInputTopic<byte[], byte[]> in = begin(driver, DeepLog.YAML, 30);
            in.pipeInput(new byte[0], DeepLog.transition(30, t -> t.setReward(Double.NaN)));
            in.pipeInput(new byte[0], DeepLog.transition(30));

            byte[] letter = driver.createOutputTopic(
                            TOPICS.deadLetters(), new StringDeserializer(), new ByteArrayDeserializer())
                    .readValue();
            assertThat(Codec.of(DeadLetter.class).decode(letter).getReason()).isEqualTo("invalid");
            assertThat(Codec.of(DeadLetter.class).decode(letter).getDetail())
                    .contains("reward")
                    .contains("NaN");
            assertThat(versions(driver)).isEqualTo(4);
        }
    }

    @Test
    void stopsWhenTheLossExplodesAndPublishesNothingOfIt() {
        String careless = DeepLog.YAML.replace("batch: 8", "batch: 8\n      scale-rewards: false");
        TopologyTestDriver driver = driver();
        TestInputTopic<byte[], byte[]> in = begin(driver, careless, 30);
        assertThatThrownBy(() -> {
                    for (int i = 30; i < 60; i++) {
                        in.pipeInput(new byte[0], DeepLog.transition(i, t -> t.setReward(3e38)));
                    }
                })
                .hasRootCauseInstanceOf(IllegalStateException.class)
                .rootCause()
                .hasMessageContaining("not finite");
        assertThat(versions(driver)).isEqualTo(4);
    }

    private static int versions(TopologyTestDriver driver) {
        return (int) driver
                .createOutputTopic(TOPICS.policies(), new StringDeserializer(), new ByteArrayDeserializer())
                .readKeyValuesToList()
                .stream()
                .filter(kv -> kv.key.startsWith("m/"))
                .count();
    }

    private static TestInputTopic<byte[], byte[]> begin(TopologyTestDriver driver, String yaml, int transitions) {
        TestInputTopic<byte[], byte[]> in =
                driver.createInputTopic(TOPICS.transitions(), new ByteArraySerializer(), new ByteArraySerializer());
        in.pipeInput(new byte[0], Log.problem(yaml));
        for (int i = 0; i < transitions; i++) {
            in.pipeInput(new byte[0], DeepLog.transition(i));
        }
        return in;
    }

    private TopologyTestDriver driver() {
        Properties p = new Properties();
        p.put("application.id", "deep-learner-test");
        p.put("bootstrap.servers", "nowhere:1");
        p.put("state.dir", folder.toString());
        p.put("processing.guarantee", "exactly_once_v2");
        Redo nothing = new Redo(KafkaSettings.of("nowhere:1"), "deep-learner-test", TOPICS.transitions()) {
            @Override
            protected long committed(TopicPartition source) {
                return 0;
            }
        };
        var metrics = new LearnerMetrics(new SimpleMeterRegistry(), "walks", "dqn");
        return new TopologyTestDriver(
                LearnerStream.topology(TOPICS, "dqn", new Checkpoint.EveryCommit(), nothing, metrics), p);
    }
}
