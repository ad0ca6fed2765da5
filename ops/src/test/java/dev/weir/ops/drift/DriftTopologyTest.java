package dev.weir.ops.drift;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.ops.drift.Shop.Wrong;
import dev.weir.schemas.avro.Alert;
import dev.weir.schemas.avro.AlertState;
import dev.weir.schemas.avro.Transition;
import dev.weir.schemas.problem.ProblemFile;
import dev.weir.schemas.wire.Codec;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.file.Path;
import java.util.Properties;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.streams.TestInputTopic;
import org.apache.kafka.streams.TestOutputTopic;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.TopologyTestDriver;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The topology by name, and one alert through it. */
class DriftTopologyTest {
    @TempDir
    Path folder;

    private static Topology topology(ProblemFile file) {
        return DriftWatcher.topology(file, new DriftMetrics(new SimpleMeterRegistry(), file.name()));
    }

    /** An accidental rename would lose every baseline. */
    @Test
    void namesAreWhatTheyWere() {
        String described = topology(Shop.file()).describe().toString();
        assertThat(described)
                .contains("Source: transitions (topics: [weir.shop.transitions])")
                .contains("Source: policies (topics: [weir.shop.policies])")
                .contains("Source: rollouts (topics: [weir.shop.rollouts])")
                .containsPattern(
                        "Processor: drift \\(stores: \\[(weir-drift-book, weir-drift-hook|weir-drift-hook, weir-drift-book)]\\)")
                .contains("Sink: alerts (topic: weir.shop.alerts)");
    }

    @Test
    void anAlertLeavesAndTheBookIsInItsStore() {
        Properties properties = new Properties();
        properties.put("application.id", "drift");
        properties.put("bootstrap.servers", "127.0.0.1:1");
        properties.put("state.dir", folder.toString());
        Codec<Transition> transitions = Codec.of(Transition.class);
        Codec<Alert> alerts = Codec.of(Alert.class);
        Shop shop = new Shop(3);
        try (TopologyTestDriver driver = new TopologyTestDriver(topology(Shop.file()), properties)) {
            TestInputTopic<byte[], byte[]> in = driver.createInputTopic(
                    "weir.shop.transitions", new ByteArraySerializer(), new ByteArraySerializer());
            TestOutputTopic<String, byte[]> out =
                    driver.createOutputTopic("weir.shop.alerts", new StringDeserializer(), new ByteArrayDeserializer());
            for (int i = 0; i < 2_500; i++) {
                in.pipeInput(new byte[0], transitions.encode(shop.next(i < 2_200 ? Wrong.NOTHING : Wrong.REWARD)));
            }
            in.pipeInput(new byte[0], new byte[] {1, 2, 3}); // none of ours
            var record = out.readRecord();
            assertThat(record.key()).isEqualTo("reward-drift/all");
            assertThat(alerts.decode(record.value()).getState()).isEqualTo(AlertState.FIRING);
            assertThat(out.isEmpty()).isTrue();
            assertThat(driver.<String, byte[]>getKeyValueStore(DriftProcessor.BOOK)
                            .get("open/reward-drift/all"))
                    .isNotNull();
        }
    }
}
