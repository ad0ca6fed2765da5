package dev.weir.service.rollout;

import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.common.serialization.StringSerializer;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;
import org.jspecify.annotations.Nullable;

/** Units in a logged store: {@code u/<unit>}, and {@code d/<time of first decision>/<unit>} until they are matured. */
final class StoredUnits implements UnitBook {
    private static final byte[] NOTHING = {};

    private final KeyValueStore<String, byte[]> store;

    StoredUnits(KeyValueStore<String, byte[]> store) {
        this.store = store;
    }

    private static String due(long first, String unit) {
        return "d/" + String.format("%016x", first) + "/" + unit;
    }

    @Override
    public @Nullable UnitRecord get(String unit) {
        byte[] bytes = store.get("u/" + unit);
        return bytes == null ? null : UnitRecord.read(bytes);
    }

    @Override
    public void put(String unit, UnitRecord record) {
        store.put("u/" + unit, record.write());
        if (record.matured()) {
            store.delete(due(record.first(), unit));
        } else if (record.decisions() == 1) {
            store.put(due(record.first(), unit), NOTHING);
        }
    }

    @Override
    public List<String> due(long first, int most) {
        List<String> due = new ArrayList<>();
        if (first < 0) {
            return due;
        }
        int name = due(0, "").length();
        try (KeyValueIterator<String, byte[]> all = store.range(due(0, ""), due(first + 1, ""))) {
            while (all.hasNext() && due.size() < most) {
                due.add(all.next().key.substring(name));
            }
        }
        return due;
    }

    @Override
    public void clear() {
        for (String kind : List.of("d/", "u/")) {
            List<String> keys = new ArrayList<>();
            try (KeyValueIterator<String, byte[]> all = store.prefixScan(kind, new StringSerializer())) {
                while (all.hasNext()) {
                    KeyValue<String, byte[]> next = all.next();
                    keys.add(next.key);
                }
            }
            keys.forEach(store::delete);
        }
    }
}
