package dev.weir.ingestion.keyed;

import dev.weir.rl.decision.DecisionId;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** A decision's id as three numbers: the unit's hash, then the 128 bits of the id itself. Ordered as the texts are. */
public record KeyedId(long unit, long high, long low) implements Comparable<KeyedId> {
    /** Bytes of its binary form. */
    public static final int BYTES = 3 * Long.BYTES;

    private static final byte[] DIGITS = "0123456789abcdef".getBytes(StandardCharsets.US_ASCII);
    private static final int DASH = 16;

    /** The id that stands in {@code text} from {@code at} on, or null if none does. */
    public static @Nullable KeyedId read(byte[] text, int at) {
        if (text.length - at < DecisionId.LENGTH || text[at + DASH] != '-') {
            return null;
        }
        int wrong = 0;
        long[] words = new long[3];
        for (int word = 0; word < 3; word++) {
            int from = at + (word == 0 ? 0 : word * DASH + 1);
            long bits = 0;
            for (int i = from; i < from + 16; i++) {
                int digit = digit(text[i]);
                wrong |= digit;
                bits = bits << 4 | digit & 15;
            }
            words[word] = bits;
        }
        return wrong < 0 ? null : new KeyedId(words[0], words[1], words[2]);
    }

    /** The id as UTF-8 text: the key on every topic. */
    public byte[] text() {
        byte[] text = new byte[DecisionId.LENGTH];
        write(unit, text, 0);
        text[DASH] = '-';
        write(high, text, DASH + 1);
        write(low, text, 2 * DASH + 1);
        return text;
    }

    private static void write(long bits, byte[] to, int at) {
        for (int i = 0; i < 16; i++) {
            to[at + i] = DIGITS[(int) (bits >>> 60 - 4 * i) & 15];
        }
    }

    private static int digit(byte c) {
        if (c >= '0' && c <= '9') {
            return c - '0';
        }
        return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
    }

    @Override
    public int compareTo(KeyedId other) {
        int order = Long.compareUnsigned(unit, other.unit);
        if (order == 0) {
            order = Long.compareUnsigned(high, other.high);
        }
        return order == 0 ? Long.compareUnsigned(low, other.low) : order;
    }

    @Override
    public int hashCode() {
        return Long.hashCode(low); // already a hash
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof KeyedId id && id.low == low && id.high == high && id.unit == unit;
    }
}
