package dev.weir.ingestion.join;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weir.ingestion.join.Events.Event;
import dev.weir.ingestion.keyed.Pack;
import dev.weir.schemas.problem.ProblemFile;
import dev.weir.schemas.problem.ProblemFiles;
import dev.weir.schemas.problem.ProblemTemplates;
import dev.weir.schemas.wire.RecordType;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.file.Path;
import java.util.List;
import java.util.Properties;
import java.util.stream.Collectors;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.streams.TestInputTopic;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.TopologyTestDriver;
import org.apache.kafka.streams.errors.StreamsException;
import org.apache.kafka.streams.test.TestRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JoinProcessorTest {
    @TempDir
    Path folder;

    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private final ProblemFile file =
            ProblemFiles.parse(ProblemTemplates.init("ids").replace("[control, variant-a, variant-b]", "[b, control]"));

    @Test
    void theStoresThatATopologyNamesStayAsTheyAre() {
        assertThat(JoinProcessor.of(file, new JoinMetrics(meters, "p")).stores().stream()
                        .map(s -> s.name())
                        .collect(Collectors.toSet()))
                .containsExactlyInAnyOrder("join-entries", "join-journal", "join-agenda", "join-commit");
    }

    /** Fails when Kafka Streams no longer calls the commit hook: then nothing would ever reach the stores. */
    @Test
    void whatWasTakenInIsInTheStoresAfterACommit() {
        try (TopologyTestDriver driver = driver()) {
            TestInputTopic<byte[], byte[]> keyed =
                    driver.createInputTopic("keyed", new ByteArraySerializer(), new ByteArraySerializer());

            send(keyed, Events.at(Events.decision(1, 1000)));

            assertThat(driver.<Object, Object>getKeyValueStore("join-journal").approximateNumEntries())
                    .as("a form and the number of the flush")
                    .isEqualTo(2);
            assertThat(meters.get("weir.ingestion.decisions")
                            .tags("problem", "p", "partition", "0", "result", "pending")
                            .gauge()
                            .value())
                    .isEqualTo(1);
            assertThat(meters.get("weir.ingestion.watermark").gauge().value()).isEqualTo(-1);
        }
    }

    @Test
    void sendsTransitionsUnderTheDecisionsIdWithTheStampOfWhatClosedThem() {
        try (TopologyTestDriver driver = driver()) {
            TestInputTopic<byte[], byte[]> keyed =
                    driver.createInputTopic("keyed", new ByteArraySerializer(), new ByteArraySerializer());
            send(keyed, Events.at(Events.decision(1, 1000)));
            send(keyed, Events.tick(true, 601_000));
            send(keyed, Events.tick(false, 601_000));

            List<TestRecord<byte[], byte[]>> sent = driver.createOutputTopic(
                            "out-transitions", new ByteArrayDeserializer(), new ByteArrayDeserializer())
                    .readRecordsToList();

            assertThat(sent).hasSize(2);
            assertThat(new String(sent.get(0).key(), java.nio.charset.StandardCharsets.UTF_8))
                    .isEqualTo(Events.id(1));
            assertThat(sent.get(0).timestamp()).isEqualTo(7);
            assertThat(RecordType.of(sent.get(1).value())).isEqualTo(RecordType.TICK);
        }
    }

    @Test
    void stopsLoudlyWhenSomebodyElseWroteToKeyed() {
        try (TopologyTestDriver driver = driver()) {
            TestInputTopic<byte[], byte[]> keyed =
                    driver.createInputTopic("keyed", new ByteArraySerializer(), new ByteArraySerializer());
            assertThatThrownBy(() -> keyed.pipeInput(new byte[] {1}, new byte[] {2}))
                    .isInstanceOf(StreamsException.class)
                    .hasRootCauseMessage(
                            "a record of keyed is no pack of form 1: nobody but ingestion may write there, "
                                    + "and another release's records must be worked off by it");
        }
    }

    private static void send(TestInputTopic<byte[], byte[]> keyed, Event event) {
        Pack pack = new Pack();
        pack.add(event.source(), 7L, event.value());
        keyed.pipeInput(new TestRecord<>(new byte[] {1}, pack.take(), new RecordHeaders(), 7L));
    }

    private TopologyTestDriver driver() {
        var read = new ByteArrayDeserializer();
        var write = new ByteArraySerializer();
        Topology topology = new Topology()
                .addSource("keyed", read, read, "keyed")
                .addProcessor("join", JoinProcessor.of(file, new JoinMetrics(meters, "p")), "keyed");
        for (String sink : List.of("transitions", "late-outcomes", "dead-letters")) {
            topology.addSink(sink, "out-" + sink, write, write, "join");
        }
        Properties settings = new Properties();
        settings.put("application.id", "test");
        settings.put("bootstrap.servers", "unused:1");
        settings.put("state.dir", folder.toString());
        settings.put("processing.guarantee", "exactly_once_v2");
        return new TopologyTestDriver(topology, settings);
    }
}
