package dev.weir.ingestion.join;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** A table on the heap. */
final class MemoryTable implements Table {
    private final TreeMap<byte[], byte[]> pairs = new TreeMap<>(Arrays::compareUnsigned);
    int written;

    @Override
    public byte[] get(byte[] key) {
        return pairs.get(key);
    }

    @Override
    public void putAll(List<Map.Entry<byte[], byte[]>> changes) {
        for (Map.Entry<byte[], byte[]> change : changes) {
            written++;
            if (change.getValue() == null) {
                pairs.remove(change.getKey());
            } else {
                pairs.put(change.getKey(), change.getValue());
            }
        }
    }

    @Override
    public Map.Entry<byte[], byte[]> first(byte[] from, byte[] to) {
        Map.Entry<byte[], byte[]> first = pairs.ceilingEntry(from);
        return first == null || Arrays.compareUnsigned(first.getKey(), to) >= 0 ? null : first;
    }

    int size() {
        return pairs.size();
    }

    MemoryTable copy() {
        MemoryTable copy = new MemoryTable();
        copy.pairs.putAll(pairs);
        return copy;
    }
}
