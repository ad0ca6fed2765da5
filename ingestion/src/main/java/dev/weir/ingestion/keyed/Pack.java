package dev.weir.ingestion.keyed;

import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * Events on their way to one joiner, one behind the other: a value of {@code keyed}. Thousands of them a second cost Kafka
 * and Kafka Streams what a few records do. Confined to one thread.
 */
public final class Pack {
    private static final byte FORM = 1;
    /** Form, then of each event: source partition and topic, offset, stamp, length. */
    private static final int HEAD = 1;

    private static final int EVENT_HEAD = 2 * Integer.BYTES + 2 * Long.BYTES;
    private static final int FULL = 64 * 1024;

    private byte[] bytes = new byte[0];
    private int size = HEAD;
    private long stamp;

    /** Takes the events of a pack. */
    @FunctionalInterface
    public interface Taker {
        /** @param stamp of the source record, in epoch milliseconds */
        void take(Source source, long stamp, byte[] value);
    }

    /** Puts an event behind the others. */
    public void add(Source source, long eventStamp, byte[] value) {
        int end = size + EVENT_HEAD + value.length;
        if (end > bytes.length) {
            bytes = Arrays.copyOf(bytes, Math.max(end, FULL + FULL / 8));
        }
        ByteBuffer.wrap(bytes, size, end - size)
                .putInt(source.index())
                .putLong(source.offset())
                .putLong(eventStamp)
                .putInt(value.length)
                .put(value);
        stamp = size == HEAD ? eventStamp : Math.max(stamp, eventStamp);
        size = end;
    }

    /** True if so many bytes more would make it too long; an event that is too long by itself has a pack of its own. */
    public boolean isFull(int more) {
        return size > HEAD && size + EVENT_HEAD + more > FULL;
    }

    public boolean isEmpty() {
        return size == HEAD;
    }

    /** Greatest stamp of its events. */
    public long stamp() {
        return stamp;
    }

    /** The value; the pack is empty then. */
    public byte[] take() {
        byte[] value = Arrays.copyOf(bytes, size);
        value[0] = FORM;
        size = HEAD;
        return value;
    }

    /**
     * Hands the events of a value over, in their order.
     *
     * @throws IllegalStateException if it is no pack: nobody but the re-keying writes to {@code keyed}
     */
    public static void read(byte[] value, Taker to) {
        if (value.length == 0 || value[0] != FORM) {
            throw new IllegalStateException("a record of keyed is no pack of form " + FORM
                    + ": nobody but ingestion may write there, and another release's records must be worked off by it");
        }
        ByteBuffer events = ByteBuffer.wrap(value, HEAD, value.length - HEAD);
        while (events.hasRemaining()) {
            int index = events.getInt();
            long offset = events.getLong();
            long stamp = events.getLong();
            byte[] event = new byte[events.getInt()];
            events.get(event);
            to.take(Source.of(index, offset), stamp, event);
        }
    }
}
