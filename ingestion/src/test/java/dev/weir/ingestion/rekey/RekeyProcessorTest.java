package dev.weir.ingestion.rekey;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.ingestion.keyed.KeyedPartitioner;
import dev.weir.ingestion.keyed.Pack;
import dev.weir.ingestion.keyed.Source;
import dev.weir.rl.decision.DecisionId;
import dev.weir.rl.decision.UnitId;
import dev.weir.schemas.avro.Outcome;
import dev.weir.schemas.avro.Tick;
import dev.weir.schemas.problem.ProblemFile;
import dev.weir.schemas.problem.ProblemFiles;
import dev.weir.schemas.problem.ProblemTemplates;
import dev.weir.schemas.wire.Codec;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.TopologyTestDriver;
import org.apache.kafka.streams.test.TestRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RekeyProcessorTest {
    private static final int JOINERS = 3;
    private static final ProblemFile FILE =
            ProblemFiles.parse(ProblemTemplates.init("ids") + "\ntopics: {partitions: " + JOINERS + "}\n");

    @TempDir
    Path folder;

    /** Fails when Kafka Streams no longer calls the commit hook: then packs that are not full would never leave. */
    @Test
    void packsLeaveBeforeACommitForTheJoinersOfTheirUnitsAndTicksForEveryOne() {
        byte[] tick = Codec.of(Tick.class).encode(new Tick(9L, "s", null));
        UnitId unit = new UnitId("user-1");
        byte[] outcome = Codec.of(Outcome.class)
                .encode(new Outcome(
                        DecisionId.of(unit, "c").value(), "o", 5L, Map.of("r", 1.0), false, false, null, false));
        try (TopologyTestDriver driver = driver()) {
            var outcomes = driver.createInputTopic(
                    FILE.topics().outcomes(), new ByteArraySerializer(), new ByteArraySerializer());
            var keyed = driver.createOutputTopic("keyed", new ByteArrayDeserializer(), new ByteArrayDeserializer());

            outcomes.pipeInput(new TestRecord<>(null, outcome, null, 70L));
            outcomes.pipeInput(new TestRecord<>(null, tick, null, 71L));

            List<TestRecord<byte[], byte[]>> sent = keyed.readRecordsToList();
            assertThat(sent).hasSize(1 + JOINERS);
            assertThat(sent.get(0).key()).isEqualTo(KeyedPartitioner.key(UnitId.partition(unit.hash(), JOINERS)));
            assertThat(events(sent.get(0))).containsExactly(new Source(false, 0, 0) + " 70 " + outcome.length);
            for (int joiner = 0; joiner < JOINERS; joiner++) {
                assertThat(sent.get(1 + joiner).key()).isEqualTo(KeyedPartitioner.key(joiner));
                assertThat(events(sent.get(1 + joiner)))
                        .containsExactly(new Source(false, 0, 1) + " 71 " + tick.length);
            }
        }
    }

    private static List<String> events(TestRecord<byte[], byte[]> record) {
        List<String> events = new ArrayList<>();
        Pack.read(record.value(), (source, stamp, event) -> events.add(source + " " + stamp + " " + event.length));
        return events;
    }

    private TopologyTestDriver driver() {
        var read = new ByteArrayDeserializer();
        var write = new ByteArraySerializer();
        Topology topology = new Topology()
                .addSource(
                        "sources",
                        read,
                        read,
                        FILE.topics().decisions(),
                        FILE.topics().outcomes())
                .addProcessor("rekey", RekeyProcessor.of(FILE), "sources")
                .addSink("to-keyed", "keyed", write, write, "rekey");
        Properties settings = new Properties();
        settings.put("application.id", "test");
        settings.put("bootstrap.servers", "unused:1");
        settings.put("state.dir", folder.toString());
        settings.put("processing.guarantee", "exactly_once_v2");
        return new TopologyTestDriver(topology, settings);
    }
}
