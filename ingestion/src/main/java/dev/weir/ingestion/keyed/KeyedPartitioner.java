package dev.weir.ingestion.keyed;

import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.Set;
import org.apache.kafka.streams.processor.StreamPartitioner;

/** Where a pack goes: its key is the number of the joiner. */
public final class KeyedPartitioner implements StreamPartitioner<byte[], byte[]> {
    /** Key of what goes to a joiner. */
    public static byte[] key(int joiner) {
        return ByteBuffer.allocate(Integer.BYTES).putInt(joiner).array();
    }

    @Override
    public Optional<Set<Integer>> partitions(String topic, byte[] key, byte[] value, int partitions) {
        return Optional.of(Set.of(ByteBuffer.wrap(key).getInt()));
    }
}
