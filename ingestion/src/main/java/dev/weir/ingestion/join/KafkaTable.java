package dev.weir.ingestion.join;

import java.util.AbstractMap.SimpleImmutableEntry;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;
import org.jspecify.annotations.Nullable;

/** A table in a store of Kafka Streams. */
final class KafkaTable implements Table {
    private final KeyValueStore<Bytes, byte[]> store;

    KafkaTable(KeyValueStore<Bytes, byte[]> store) {
        this.store = store;
    }

    @Override
    public byte @Nullable [] get(byte[] key) {
        return store.get(Bytes.wrap(key));
    }

    @Override
    @SuppressWarnings("NullAway") // Kafka's deletions are null
    public void putAll(List<Map.Entry<byte[], byte @Nullable []>> changes) {
        List<KeyValue<Bytes, byte[]>> pairs = new ArrayList<>(changes.size());
        for (Map.Entry<byte[], byte @Nullable []> change : changes) {
            pairs.add(KeyValue.pair(Bytes.wrap(change.getKey()), change.getValue()));
        }
        store.putAll(pairs);
    }

    @Override
    public Map.@Nullable Entry<byte[], byte[]> first(byte[] from, byte[] to) {
        Bytes end = Bytes.wrap(to);
        try (KeyValueIterator<Bytes, byte[]> pairs = store.range(Bytes.wrap(from), end)) {
            if (!pairs.hasNext()) {
                return null;
            }
            KeyValue<Bytes, byte[]> first = pairs.next();
            return first.key.equals(end) ? null : new SimpleImmutableEntry<>(first.key.get(), first.value);
        }
    }
}
