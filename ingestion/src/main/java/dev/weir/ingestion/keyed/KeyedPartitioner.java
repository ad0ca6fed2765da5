package dev.weir.ingestion.keyed;

import dev.weir.rl.decision.DecisionId;
import dev.weir.rl.decision.UnitId;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.kafka.streams.processor.StreamPartitioner;

/** Where a record of {@code keyed} goes: ids to their unit's joiner, ticks to every one, dead letters to a stated one. */
public final class KeyedPartitioner implements StreamPartitioner<byte[], byte[]> {
    private static final byte[] TICK = "tick".getBytes(StandardCharsets.US_ASCII);
    private static final String DEAD = "dead-";

    /** Key of ticks. */
    public static byte[] tick() {
        return TICK.clone();
    }

    /** Key of what cannot be used. */
    public static byte[] dead(int sourcePartition) {
        return (DEAD + sourcePartition).getBytes(StandardCharsets.US_ASCII);
    }

    @Override
    public Optional<Set<Integer>> partitions(String topic, byte[] key, byte[] value, int partitions) {
        if (key.length == DecisionId.LENGTH) {
            KeyedId id = KeyedId.read(key, 0);
            if (id != null) {
                return Optional.of(Set.of(UnitId.partition(id.unit(), partitions)));
            }
        }
        if (Arrays.equals(key, TICK)) {
            return Optional.of(IntStream.range(0, partitions).boxed().collect(Collectors.toSet()));
        }
        String text = new String(key, StandardCharsets.US_ASCII);
        return Optional.of(Set.of(Integer.parseInt(text.substring(DEAD.length())) % partitions));
    }
}
