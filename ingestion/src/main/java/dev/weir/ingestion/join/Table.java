package dev.weir.ingestion.join;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Sorted bytes by bytes that survive: what the join needs of a store. Keys are in unsigned order. */
interface Table {
    byte @Nullable [] get(byte[] key);

    /** Puts all of these; a null value takes its key away. */
    void putAll(List<Map.Entry<byte[], byte @Nullable []>> changes);

    /** The first pair with from ≤ key < to, or null. */
    Map.@Nullable Entry<byte[], byte[]> first(byte[] from, byte[] to);
}
