package dev.weir.ops.drift;

import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/** Where a book keeps what must survive: bytes by name. */
interface Store {
    byte @Nullable [] get(String name);

    /** Null: forgets it. */
    void put(String name, byte @Nullable [] value);

    /** All whose names begin so. */
    void each(String prefix, BiConsumer<String, byte[]> visitor);
}
