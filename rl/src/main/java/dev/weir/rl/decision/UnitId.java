package dev.weir.rl.decision;

import com.dynatrace.hash4j.hashing.Hashing;
import java.nio.charset.StandardCharsets;

/** Who is decided for (a user, an SKU in a shop): the key of ordering and of randomisation; 1 to 512 characters. */
public record UnitId(String value) {
    private static final int MAX_LENGTH = 512;

    public UnitId {
        if (value.isEmpty() || value.length() > MAX_LENGTH) {
            throw new IllegalArgumentException(
                    "unit must have 1 to " + MAX_LENGTH + " characters, had " + value.length());
        }
    }

    /** 64-bit Murmur3 hash of the UTF-8 bytes: the same on every machine and in every release. */
    public long hash() {
        return Hashing.murmur3_128().hashBytesToLong(value.getBytes(StandardCharsets.UTF_8));
    }

    /** Partition in [0, partitions) of this unit: the joiner that owns it. */
    public static int partition(long unitHash, int partitions) {
        return (int) Long.remainderUnsigned(unitHash, partitions);
    }
}
