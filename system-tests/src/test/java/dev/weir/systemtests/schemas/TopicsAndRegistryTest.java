package dev.weir.systemtests.schemas;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weir.ops.embedded.EmbeddedBroker;
import dev.weir.schemas.avro.ProblemApplied;
import dev.weir.schemas.problem.ProblemFile;
import dev.weir.schemas.problem.ProblemFiles;
import dev.weir.schemas.problem.ProblemRegistry;
import dev.weir.schemas.problem.ProblemTemplates;
import dev.weir.schemas.topic.KafkaSettings;
import dev.weir.schemas.topic.KafkaSettings.Kind;
import dev.weir.schemas.topic.TopicPlan;
import dev.weir.schemas.topic.TopicPlan.Action;
import dev.weir.schemas.topic.TopicPlan.Item;
import dev.weir.schemas.wire.RecordType;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TopicsAndRegistryTest {
    @TempDir
    static Path folder;

    private static EmbeddedBroker broker;
    private static KafkaSettings kafka;
    private static Admin admin;

    @BeforeAll
    static void startBroker() {
        broker = EmbeddedBroker.start(folder, 0);
        kafka = KafkaSettings.of(broker.bootstrapServers());
        admin = Admin.create(kafka.forClient(Kind.ADMIN));
    }

    @AfterAll
    static void stopBroker() {
        admin.close();
        broker.close();
    }

    @Test
    void createsEveryTopicOnceAndThenFindsNothingToDo() {
        ProblemFile file = problem("plan-a", "");

        assertThat(TopicPlan.verify(file, admin)).hasSize(14).allMatch(i -> i.action() == Action.CREATE);
        TopicPlan.apply(file, admin);

        assertThat(TopicPlan.verify(file, admin)).isEmpty();
        assertThat(TopicPlan.apply(file, admin)).allMatch(i -> i.action() == Action.NOTHING);
    }

    @Test
    void namesWhatDiffersAndSetsItRight() throws Exception {
        ProblemFile file = problem("plan-b", "");
        TopicPlan.apply(file, admin);
        set(file.topics().transitions(), "retention.ms", "1000");

        assertThat(TopicPlan.verify(file, admin)).singleElement().satisfies(item -> {
            assertThat(item.action()).isEqualTo(Action.ALTER);
            assertThat(item.topic().name()).isEqualTo("weir.plan-b.transitions");
            assertThat(item.differences()).containsExactly("retention.ms was 1000, expected -1");
        });
        TopicPlan.apply(file, admin);

        assertThat(TopicPlan.verify(file, admin)).isEmpty();
    }

    @Test
    void refusesToChangePartitionsUnderARunningProblem() {
        TopicPlan.apply(problem("plan-c", ""), admin);
        ProblemFile wider = problem("plan-c", "topics: {partitions: 3}\n");

        List<Item> differing = TopicPlan.verify(wider, admin);

        assertThat(differing).extracting(Item::action).containsOnly(Action.IMPOSSIBLE);
        assertThat(differing)
                .extracting(i -> i.topic().name())
                .containsExactly(
                        "weir.plan-c.requests", "weir.plan-c.decisions", "weir.plan-c.outcomes", "weir.plan-c.keyed");
        assertThatThrownBy(() -> TopicPlan.apply(wider, admin))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("partitions was 1, expected 3");
    }

    @Test
    void putsAFileInForceOnceAndKeepsTheOrderOfTheLog() {
        ProblemFile a = problem("registry", "");
        ProblemFile b = problem("registry", "time: {tick: PT2S}\n");
        TopicPlan.apply(a, admin);

        assertThat(ProblemRegistry.latest(a.topics(), kafka)).isEmpty();
        assertThat(ProblemRegistry.apply(a, kafka, "test")).isTrue();
        assertThat(ProblemRegistry.apply(a, kafka, "test")).isFalse();
        assertThat(ProblemRegistry.apply(b, kafka, "test")).isTrue();
        assertThat(inForce(a)).isEqualTo(b.hash());
        assertThat(ProblemRegistry.apply(a, kafka, "test", 7)).isTrue();
        assertThat(inForce(a)).isEqualTo(a.hash());

        assertThat(read(a.topics().problems()))
                .extracting(ConsumerRecord::key)
                .containsExactly(a.hash(), b.hash(), a.hash());
        assertThat(read(a.topics().transitions()))
                .extracting(ConsumerRecord::key)
                .containsExactly(a.hash(), b.hash(), a.hash());
        assertThat(read(a.topics().transitions()))
                .allMatch(r -> RecordType.of(r.value()) == RecordType.PROBLEM_APPLIED);
    }

    private static String inForce(ProblemFile file) {
        ProblemApplied applied = ProblemRegistry.latest(file.topics(), kafka).orElseThrow();
        assertThat(ProblemFiles.parse(applied.getYaml()).hash()).isEqualTo(applied.getHash());
        return applied.getHash();
    }

    private static ProblemFile problem(String name, String more) {
        return ProblemFiles.parse(
                ProblemTemplates.init("ids").replace("problem: my-problem", "problem: " + name) + more);
    }

    private static void set(String topic, String key, String value) throws Exception {
        ConfigResource resource = new ConfigResource(ConfigResource.Type.TOPIC, topic);
        AlterConfigOp op = new AlterConfigOp(new ConfigEntry(key, value), AlterConfigOp.OpType.SET);
        admin.incrementalAlterConfigs(Map.of(resource, List.of(op))).all().get();
    }

    private static List<ConsumerRecord<String, byte[]>> read(String topic) {
        Map<String, Object> settings = kafka.forClient(Kind.CONSUMER);
        settings.put("isolation.level", "read_committed");
        try (var consumer = new KafkaConsumer<>(settings, new StringDeserializer(), new ByteArrayDeserializer())) {
            TopicPartition partition = new TopicPartition(topic, 0);
            consumer.assign(List.of(partition));
            consumer.seekToBeginning(List.of(partition));
            long end = consumer.endOffsets(List.of(partition)).get(partition);
            List<ConsumerRecord<String, byte[]>> records = new ArrayList<>();
            while (consumer.position(partition) < end) {
                consumer.poll(Duration.ofMillis(200)).forEach(records::add);
            }
            return records;
        }
    }
}
