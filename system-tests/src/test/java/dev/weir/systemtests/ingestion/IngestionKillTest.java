package dev.weir.systemtests.ingestion;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.schemas.avro.Decision;
import dev.weir.schemas.avro.Tick;
import dev.weir.schemas.avro.Transition;
import dev.weir.schemas.topic.KafkaSettings.Kind;
import dev.weir.schemas.wire.Codec;
import dev.weir.schemas.wire.RecordType;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class IngestionKillTest {
    private static final Codec<Transition> TRANSITIONS = Codec.of(Transition.class);
    private static final int KILLS = 4;
    private static final int DECISIONS = 60_000;
    private static final int WINDOW = 2000;
    private static final long END = Stage.T0 + DECISIONS + 10L * WINDOW;

    @TempDir
    Path folder;

    /**
     * Each kill comes at a random moment after the child has committed more than at the kill before: in the middle of
     * work, not of a start. One of the kills takes the state folder too.
     */
    @Test
    void everyDecisionIsJoinedOnceWithItsRewardHoweverOftenTheProcessIsKilled() throws Exception {
        long seed = System.nanoTime();
        System.out.println("seed " + seed);
        SplittableRandom random = new SplittableRandom(seed);
        String yaml = Problems.yaml("killed", "PT" + WINDOW / 1000 + "S", 2);
        Path problem = Files.writeString(folder.resolve("problem.yaml"), yaml);
        try (Stage stage = new Stage(folder.resolve("broker"), yaml)) {
            fill(stage);
            int joined = 0;
            for (int kill = 0; kill < KILLS; kill++) {
                String state = kill < KILLS / 2 ? "state" : "another";
                Process child = start(stage, problem, state);
                try {
                    joined = awaitMore(stage, joined, child);
                    System.out.println("kill soon after " + joined + " records of transitions");
                    Thread.sleep(random.nextInt(400));
                } finally {
                    child.destroyForcibly().waitFor();
                }
            }
            Process last = start(stage, problem, "another");
            try {
                exact(stage.read(stage.file.topics().transitions(), Duration.ofSeconds(120), new Ended()));
            } finally {
                last.destroyForcibly().waitFor();
            }
        }
    }

    private Process start(Stage stage, Path problem, String state) throws Exception {
        String brokers =
                (String) stage.file.kafkaSettings().forClient(Kind.ADMIN).get("bootstrap.servers");
        return KilledIngestion.start(brokers, problem, folder.resolve(state), folder.resolve("child.log"));
    }

    /** Every seventh decision has two outcomes, every fifth none, every eleventh comes twice. */
    private static void fill(Stage stage) {
        stage.tick(Stage.T0);
        for (int i = 0; i < DECISIONS; i++) {
            Decision d = Stage.decision(i % 997, i, Stage.T0 + i);
            stage.decide(d);
            if (i % 5 != 0) {
                stage.happen(Stage.outcome(d, "a", d.getTime() + i % WINDOW, i));
            }
            if (i % 7 == 0) {
                stage.happen(Stage.outcome(d, "b", d.getTime() + 1, 0.5));
            }
            if (i % 11 == 0) {
                stage.decide(d);
            }
            if (i % 1000 == 999) {
                stage.tick(Stage.T0 + i);
            }
        }
        stage.tick(END);
    }

    private static double reward(long i) {
        return (i % 5 != 0 ? i : 0) + (i % 7 == 0 ? 0.5 : 0);
    }

    private static int awaitMore(Stage stage, int before, Process child) throws Exception {
        var settings = stage.file.kafkaSettings().forClient(Kind.CONSUMER);
        settings.put("isolation.level", "read_committed");
        try (var consumer = new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            TopicPartition partition = new TopicPartition(stage.file.topics().transitions(), 0);
            consumer.assign(List.of(partition));
            while (true) {
                assertThat(child.isAlive()).isTrue();
                consumer.seekToEnd(List.of(partition));
                int now = (int) consumer.position(partition);
                if (now > before || now > DECISIONS) {
                    return now;
                }
                Thread.sleep(5);
            }
        }
    }

    private static void exact(List<ConsumerRecord<byte[], byte[]>> records) {
        Set<Long> seen = new HashSet<>();
        for (ConsumerRecord<byte[], byte[]> record : records) {
            if (RecordType.of(record.value()) == RecordType.TRANSITION) {
                Transition t = TRANSITIONS.decode(record.value());
                long i = t.getDecision().getRequestHash();
                assertThat(seen.add(i)).as("decision %d is joined once", i).isTrue();
                assertThat(t.getReward()).as("reward of %d", i).isEqualTo(reward(i));
                assertThat(t.getClosedAt()).isEqualTo(t.getDecision().getTime() + WINDOW);
            }
        }
        assertThat(seen).hasSize(DECISIONS);
    }

    /** True when both joiners have passed the end. */
    private static final class Ended implements java.util.function.Predicate<List<ConsumerRecord<byte[], byte[]>>> {
        private final Set<String> ended = new HashSet<>();
        private int read;

        @Override
        public boolean test(List<ConsumerRecord<byte[], byte[]>> records) {
            for (; read < records.size(); read++) {
                byte[] value = records.get(read).value();
                if (RecordType.of(value) == RecordType.TICK) {
                    Tick tick = Stage.TICKS.decode(value);
                    if (tick.getTime() == END) {
                        ended.add(tick.getSource());
                    }
                }
            }
            return ended.size() == 2;
        }
    }
}
