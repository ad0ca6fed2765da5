package dev.weir.schemas.wire;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.apache.avro.io.BinaryData;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.util.Utf8;

/** Avro's binary encoding into one array that grows and is used again. Confined to one thread. */
final class ArrayEncoder extends BinaryEncoder {
    private static final int KEPT = 1 << 20;
    private byte[] bytes = new byte[1024];
    private int size;

    /** Begins a new value. */
    ArrayEncoder begin() {
        size = 0;
        if (bytes.length > KEPT) {
            bytes = new byte[1024]; // one huge value must not stay in every thread for ever
        }
        return this;
    }

    byte[] copy() {
        return Arrays.copyOf(bytes, size);
    }

    private void room(int more) {
        if (bytes.length - size < more) {
            bytes = Arrays.copyOf(bytes, Math.max(bytes.length * 2, size + more));
        }
    }

    @Override
    public void writeBoolean(boolean b) {
        room(1);
        bytes[size++] = (byte) (b ? 1 : 0);
    }

    @Override
    public void writeInt(int n) {
        room(5);
        size += BinaryData.encodeInt(n, bytes, size);
    }

    @Override
    public void writeLong(long n) {
        room(10);
        size += BinaryData.encodeLong(n, bytes, size);
    }

    @Override
    public void writeFloat(float f) {
        room(4);
        size += BinaryData.encodeFloat(f, bytes, size);
    }

    @Override
    public void writeDouble(double d) {
        room(8);
        size += BinaryData.encodeDouble(d, bytes, size);
    }

    @Override
    public void writeString(String text) {
        int length = text.length();
        room(length + 5);
        if (!ascii(text, length)) {
            byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
            writeInt(utf8.length);
            writeFixed(utf8, 0, utf8.length);
        }
    }

    /** Writes the text if all of it is ASCII, which ids, names and words mostly are; else writes nothing. */
    @SuppressWarnings("deprecation") // the one way to copy characters out of a string without another array
    private boolean ascii(String text, int length) {
        int start = size;
        writeInt(length);
        text.getBytes(0, length, bytes, size);
        int end = size + length;
        int at = size;
        while (at < end && text.charAt(at - size) < 0x80) {
            at++;
        }
        size = at == end ? end : start;
        return at == end;
    }

    @Override
    public void writeString(Utf8 utf8) {
        writeInt(utf8.getByteLength());
        writeFixed(utf8.getBytes(), 0, utf8.getByteLength());
    }

    @Override
    public void writeFixed(byte[] from, int start, int length) {
        room(length);
        System.arraycopy(from, start, bytes, size, length);
        size += length;
    }

    @Override
    public void writeBytes(ByteBuffer from) {
        int length = from.remaining();
        writeInt(length);
        room(length);
        from.duplicate().get(bytes, size, length);
        size += length;
    }

    @Override
    public void writeBytes(byte[] from, int start, int length) {
        writeInt(length);
        writeFixed(from, start, length);
    }

    @Override
    protected void writeZero() {
        room(1);
        bytes[size++] = 0;
    }

    @Override
    public int bytesBuffered() {
        return 0;
    }

    @Override
    public void flush() throws IOException {}
}
