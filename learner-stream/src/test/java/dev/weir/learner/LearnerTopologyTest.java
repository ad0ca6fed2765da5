package dev.weir.learner;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.learner.checkpoint.Redo;
import dev.weir.learner.learn.Log;
import dev.weir.schemas.problem.ProblemFile.Checkpoint;
import dev.weir.schemas.topic.KafkaSettings;
import dev.weir.schemas.topic.Topics;
import dev.weir.schemas.wire.RecordType;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.file.Path;
import java.util.Properties;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.streams.TestInputTopic;
import org.apache.kafka.streams.TestOutputTopic;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.TopologyTestDriver;
import org.apache.kafka.streams.state.KeyValueStore;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LearnerTopologyTest {
    private static final Topics TOPICS = new Topics("weir", "banners");

    @TempDir
    Path folder;

    /** Names are state: whoever renames a processor or a store loses what was learned. */
    @Test
    void keepsItsShape() {
        assertThat(topology(new Checkpoint.EveryCommit()).describe().toString()).isEqualTo("""
                        Topologies:
                           Sub-topology: 0
                            Source: transitions (topics: [weir.banners.transitions])
                              --> learn
                            Processor: learn (stores: [weir-learner-state, weir-learner-hook])
                              --> checkpoints, dead-letters, policies
                              <-- transitions
                            Sink: checkpoints (topic: weir.banners.checkpoints)
                              <-- learn
                            Sink: dead-letters (topic: weir.banners.dead-letters)
                              <-- learn
                            Sink: policies (topic: weir.banners.policies)
                              <-- learn

                        """);
    }

    /** Fails if Kafka Streams no longer calls the hook before it commits: the store would stay empty. */
    @Test
    void writesItsStateBeforeEveryCommit() {
        try (TopologyTestDriver driver = driver(new Checkpoint.EveryCommit())) {
            TestInputTopic<byte[], byte[]> in = input(driver);
            in.pipeInput(new byte[0], Log.problem(Log.YAML));
            in.pipeInput(new byte[0], Log.transition(0));
            KeyValueStore<Integer, byte[]> state = driver.getKeyValueStore("weir-learner-state");
            byte[] before = state.get(2);
            assertThat(before).isNotNull();

            in.pipeInput(new byte[0], Log.transition(1));

            assertThat(state.get(2)).isNotEqualTo(before);
        }
    }

    @Test
    void publishesVersionsAndPutsAsideWhatTeachesNothing() {
        try (TopologyTestDriver driver = driver(new Checkpoint.EveryTransitions(3))) {
            TestInputTopic<byte[], byte[]> in = input(driver);
            in.pipeInput(new byte[0], Log.problem(Log.YAML));
            in.pipeInput(new byte[0], new byte[] {7});
            for (int i = 0; i < 5; i++) {
                in.pipeInput(new byte[0], Log.transition(i));
            }
            TestOutputTopic<String, byte[]> policies =
                    driver.createOutputTopic(TOPICS.policies(), new StringDeserializer(), new ByteArrayDeserializer());
            TestOutputTopic<String, byte[]> letters = driver.createOutputTopic(
                    TOPICS.deadLetters(), new StringDeserializer(), new ByteArrayDeserializer());

            assertThat(policies.readKeyValuesToList())
                    .extracting(kv -> kv.key)
                    .containsExactly("c/linear/0/0/0", "m/linear/0/0", "c/linear/0/1/0", "m/linear/0/1");
            assertThat(letters.readValuesToList())
                    .singleElement()
                    .satisfies(v -> assertThat(RecordType.of(v)).isEqualTo(RecordType.DEAD_LETTER));
        }
    }

    private TestInputTopic<byte[], byte[]> input(TopologyTestDriver driver) {
        return driver.createInputTopic(TOPICS.transitions(), new ByteArraySerializer(), new ByteArraySerializer());
    }

    private TopologyTestDriver driver(Checkpoint way) {
        Properties p = new Properties();
        p.put("application.id", "learner-test");
        p.put("bootstrap.servers", "nowhere:1");
        p.put("state.dir", folder.toString());
        p.put("processing.guarantee", "exactly_once_v2");
        return new TopologyTestDriver(topology(way), p);
    }

    private static Topology topology(Checkpoint way) {
        Redo nothing = new Redo(KafkaSettings.of("nowhere:1"), "learner-test", TOPICS.transitions()) {
            @Override
            protected long committed(TopicPartition source) {
                return 0;
            }
        };
        return LearnerStream.topology(
                TOPICS, "linear", way, nothing, new LearnerMetrics(new SimpleMeterRegistry(), "banners", "linear"));
    }
}
