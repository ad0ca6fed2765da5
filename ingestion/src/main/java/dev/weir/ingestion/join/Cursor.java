package dev.weir.ingestion.join;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/** Reads Avro's binary form in place and never beyond its end. Confined to one thread. */
final class Cursor {
    private static final VarHandle DOUBLE =
            MethodHandles.byteArrayViewVarHandle(double[].class, ByteOrder.LITTLE_ENDIAN);

    private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

    private final byte[] bytes;
    private int at;

    Cursor(byte[] bytes, int at) {
        this.bytes = bytes;
        this.at = at;
    }

    /** Bytes that end early or say what cannot be. */
    static final class BrokenException extends RuntimeException {
        private static final long serialVersionUID = 1;

        BrokenException(String message) {
            super(message, null, false, false);
        }
    }

    int at() {
        return at;
    }

    boolean atEnd() {
        return at == bytes.length;
    }

    private void need(long more) {
        if (more < 0 || more > bytes.length - at) {
            throw new BrokenException(
                    "at byte " + at + " of " + bytes.length + ": " + more + " more, expected at most what is left");
        }
    }

    long varLong() {
        long zigzag = 0;
        for (int shift = 0; shift < 70; shift += 7) {
            need(1);
            byte b = bytes[at++];
            zigzag |= (long) (b & 0x7F) << shift;
            if (b >= 0) {
                return zigzag >>> 1 ^ -(zigzag & 1);
            }
        }
        throw new BrokenException("at byte " + at + ": a number of more than ten bytes");
    }

    /** An int; a wider number would not be one for Avro either. */
    int varInt() {
        long value = varLong();
        if (value != (int) value) {
            throw new BrokenException("at byte " + at + ": was " + value + ", expected an int");
        }
        return (int) value;
    }

    /** Eight bytes, the first one the highest. */
    long fixedLong() {
        need(Long.BYTES);
        long value = (long) LONG.get(bytes, at);
        at += Long.BYTES;
        return value;
    }

    double number() {
        need(Double.BYTES);
        double value = (double) DOUBLE.get(bytes, at);
        at += Double.BYTES;
        return value;
    }

    boolean truth() {
        need(1);
        return bytes[at++] == 1;
    }

    /** True if a union of null and something holds something. */
    boolean present() {
        int branch = varInt();
        if (branch != 0 && branch != 1) {
            throw new BrokenException("at byte " + at + ": branch " + branch + " of a union, expected 0 or 1");
        }
        return branch == 1;
    }

    String text() {
        int length = length();
        String text = new String(bytes, at, length, StandardCharsets.UTF_8);
        at += length;
        return text;
    }

    void skipText() {
        int length = length(); // moves on itself
        at += length;
    }

    byte[] binary() {
        byte[] copy = new byte[length()];
        System.arraycopy(bytes, at, copy, 0, copy.length);
        at += copy.length;
        return copy;
    }

    /** Items of the next block of an array or a map; 0 ends it. */
    int block() {
        long count = varLong();
        if (count < 0) {
            varLong(); // bytes of the block, for readers that skip it
            count = -count;
        }
        need(count); // every item of ours has at least one byte
        return (int) count;
    }

    private int length() {
        long length = varLong();
        need(length);
        return (int) length;
    }

    /** Skips an array of doubles; how many they were. */
    int skipNumbers() {
        int all = 0;
        for (int n = block(); n > 0; n = block()) {
            need((long) n * Double.BYTES);
            at += n * Double.BYTES;
            all += n;
        }
        return all;
    }

    int skipTexts() {
        int all = 0;
        for (int n = block(); n > 0; n = block()) {
            for (int i = 0; i < n; i++) {
                skipText();
            }
            all += n;
        }
        return all;
    }
}
