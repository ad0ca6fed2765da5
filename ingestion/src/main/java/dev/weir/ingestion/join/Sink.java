package dev.weir.ingestion.join;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.apache.avro.io.BinaryData;

/** Writes Avro's binary form, and pieces of it that are there already. Confined to one thread. */
final class Sink {
    private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

    private byte[] bytes = new byte[1024];
    private int size;

    Sink begin() {
        size = 0;
        return this;
    }

    int size() {
        return size;
    }

    byte[] copy() {
        return Arrays.copyOf(bytes, size);
    }

    Sink varLong(long value) {
        room(10);
        size += BinaryData.encodeLong(value, bytes, size);
        return this;
    }

    /** Eight bytes, the first one the highest. */
    Sink fixedLong(long value) {
        room(Long.BYTES);
        LONG.set(bytes, size, value);
        size += Long.BYTES;
        return this;
    }

    Sink number(double value) {
        room(Double.BYTES);
        size += BinaryData.encodeDouble(value, bytes, size);
        return this;
    }

    Sink truth(boolean value) {
        room(1);
        bytes[size++] = (byte) (value ? 1 : 0);
        return this;
    }

    Sink text(String text) {
        return binary(text.getBytes(StandardCharsets.UTF_8));
    }

    Sink binary(byte[] value) {
        return varLong(value.length).raw(value, 0, value.length);
    }

    Sink raw(byte[] from, int start, int end) {
        room(end - start);
        System.arraycopy(from, start, bytes, size, end - start);
        size += end - start;
        return this;
    }

    /** Bytes that another sink holds, behind their length. */
    Sink binary(Sink other) {
        return varLong(other.size).raw(other.bytes, 0, other.size);
    }

    /** A union of null and a number; NaN stands for null. */
    Sink optional(double value) {
        return Double.isNaN(value) ? varLong(0) : varLong(1).number(value);
    }

    private void room(int more) {
        if (bytes.length - size < more) {
            bytes = Arrays.copyOf(bytes, Math.max(bytes.length * 2, size + more));
        }
    }
}
