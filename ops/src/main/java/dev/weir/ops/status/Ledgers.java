package dev.weir.ops.status;

import dev.weir.schemas.avro.Ledger;
import dev.weir.schemas.avro.Tick;
import dev.weir.schemas.problem.ProblemFile;
import dev.weir.schemas.topic.KafkaSettings.Kind;
import dev.weir.schemas.wire.Codec;
import dev.weir.schemas.wire.RecordType;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/**
 * The last word of every joiner, from the end of {@code transitions}: its watermark and what it has done with what came
 * in. Reads back from the end, further each time, until every joiner was found or the log is at its beginning.
 */
public final class Ledgers {
    private static final Codec<Tick> TICKS = Codec.of(Tick.class);
    private static final Duration POLL = Duration.ofMillis(100);
    private static final long FIRST_REACH = 2_000;

    private Ledgers() {}

    /** Last ticks by joiner. */
    public static Map<Integer, Tick> last(ProblemFile file) {
        Map<String, Object> settings = file.kafkaSettings().forClient(Kind.CONSUMER);
        settings.put("isolation.level", "read_committed");
        settings.remove("group.id");
        TopicPartition partition = new TopicPartition(file.topics().transitions(), 0);
        Map<Integer, Tick> found = new TreeMap<>();
        try (var consumer = new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            consumer.assign(List.of(partition));
            long first = consumer.beginningOffsets(List.of(partition)).getOrDefault(partition, 0L);
            long end = consumer.endOffsets(List.of(partition)).getOrDefault(partition, 0L);
            int joiners = file.topicSettings().partitions();
            for (long reach = FIRST_REACH; found.size() < joiners; reach *= 8) {
                long from = Math.max(first, end - reach);
                consumer.seek(partition, from);
                while (consumer.position(partition) < end) {
                    for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
                        keep(record.value(), found);
                    }
                }
                if (from == first) {
                    break;
                }
            }
        }
        return found;
    }

    private static void keep(byte[] value, Map<Integer, Tick> found) {
        if (value != null && RecordType.of(value) == RecordType.TICK) {
            Tick tick = TICKS.decode(value);
            if (tick.getLedger() != null) {
                found.put(tick.getLedger().getPartition(), tick);
            }
        }
    }

    /** The ledgers of all joiners added up; partition is -1. */
    public static Ledger total(Map<Integer, Tick> last) {
        Ledger sum = Ledger.newBuilder().setPartition(-1).build();
        for (Tick tick : last.values()) {
            Ledger one = tick.getLedger();
            if (one == null) {
                continue;
            }
            sum.setDecisionsIn(sum.getDecisionsIn() + one.getDecisionsIn());
            sum.setDecisionsJoined(sum.getDecisionsJoined() + one.getDecisionsJoined());
            sum.setDecisionsDuplicate(sum.getDecisionsDuplicate() + one.getDecisionsDuplicate());
            sum.setDecisionsConflicting(sum.getDecisionsConflicting() + one.getDecisionsConflicting());
            sum.setDecisionsNotActivated(sum.getDecisionsNotActivated() + one.getDecisionsNotActivated());
            sum.setDecisionsDeadLettered(sum.getDecisionsDeadLettered() + one.getDecisionsDeadLettered());
            sum.setDecisionsPending(sum.getDecisionsPending() + one.getDecisionsPending());
            sum.setOutcomesIn(sum.getOutcomesIn() + one.getOutcomesIn());
            sum.setOutcomesInTransitions(sum.getOutcomesInTransitions() + one.getOutcomesInTransitions());
            sum.setOutcomesLate(sum.getOutcomesLate() + one.getOutcomesLate());
            sum.setOutcomesDuplicate(sum.getOutcomesDuplicate() + one.getOutcomesDuplicate());
            sum.setOutcomesOrphaned(sum.getOutcomesOrphaned() + one.getOutcomesOrphaned());
            sum.setOutcomesSuperseded(sum.getOutcomesSuperseded() + one.getOutcomesSuperseded());
            sum.setOutcomesDeadLettered(sum.getOutcomesDeadLettered() + one.getOutcomesDeadLettered());
            sum.setOutcomesPending(sum.getOutcomesPending() + one.getOutcomesPending());
            sum.setGaps(sum.getGaps() + one.getGaps());
            sum.setTimeouts(sum.getTimeouts() + one.getTimeouts());
            if (one.getNextClose() != null && (sum.getNextClose() == null || one.getNextClose() < sum.getNextClose())) {
                sum.setNextClose(one.getNextClose());
            }
        }
        return sum;
    }
}
