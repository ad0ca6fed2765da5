package dev.weir.ops.drift;

import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/** A store in memory. */
final class InMemory implements Store {
    final NavigableMap<String, byte[]> all = new TreeMap<>();

    @Override
    public byte @Nullable [] get(String name) {
        return all.get(name);
    }

    @Override
    public void put(String name, byte @Nullable [] value) {
        if (value == null) {
            all.remove(name);
        } else {
            all.put(name, value);
        }
    }

    @Override
    public void each(String prefix, BiConsumer<String, byte[]> visitor) {
        new TreeMap<>(all.subMap(prefix, prefix + "\uffff")).forEach(visitor);
    }
}
