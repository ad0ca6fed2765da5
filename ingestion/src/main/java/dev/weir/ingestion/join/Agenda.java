package dev.weir.ingestion.join;

import dev.weir.ingestion.keyed.KeyedId;
import java.nio.ByteBuffer;
import java.util.AbstractMap.SimpleImmutableEntry;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import org.jspecify.annotations.Nullable;

/**
 * What is due when, in order of (time, id). New items stay in memory until the next flush; then they go to the store in
 * batches, keyed by their least time, and come back when the time reaches that. A batch is deleted when its last item was
 * taken: after a restart the items of a batch that are due already are dropped, for their turn has been.
 */
final class Agenda {
    /** An id and when it is due. */
    record Item(long time, KeyedId id) implements Comparable<Item> {
        @Override
        public int compareTo(Item other) {
            int order = Long.compare(time, other.time);
            return order == 0 ? id.compareTo(other.id) : order;
        }
    }

    /** A batch that was read back: its items in order, as they stand in the store. */
    private static final class Batch implements Comparable<Batch> {
        final byte[] key;
        private final ByteBuffer items;
        Item head;

        Batch(byte[] key, byte[] items) {
            this.key = key;
            this.items = ByteBuffer.wrap(items);
            this.head = read();
        }

        /** Goes on to the next item; false: there is none. */
        boolean next() {
            if (!items.hasRemaining()) {
                return false;
            }
            head = read();
            return true;
        }

        private Item read() {
            long time = items.getLong();
            return new Item(time, new KeyedId(items.getLong(), items.getLong(), items.getLong()));
        }

        @Override
        public int compareTo(Batch other) {
            return head.compareTo(other.head);
        }
    }

    private static final int MAX_ITEMS = 2048;
    /** Milliseconds between the first and the last item of a batch: a batch in memory holds little that is not due. */
    private static final long MAX_SPAN = 10_000;

    private static final int KEY = 1 + 2 * Long.BYTES;

    private final byte kind;
    private final Table table;
    private final PriorityQueue<Item> fresh = new PriorityQueue<>();
    private final PriorityQueue<Batch> loaded = new PriorityQueue<>();
    private final List<byte[]> spent = new ArrayList<>();
    private byte[] from;
    private long nextStored;
    private long sequence;

    /**
     * Continues from the store.
     *
     * @param kind      keeps agendas on one table apart
     * @param handled   everything due until then was taken before
     */
    Agenda(byte kind, Table table, long handled) {
        this.kind = kind;
        this.table = table;
        this.from = key(0, 0);
        peek();
        if (handled >= 0) {
            load(handled);
            while (!loaded.isEmpty() && loaded.peek().head.time <= handled) {
                take();
            }
        }
    }

    void add(long time, KeyedId id) {
        fresh.add(new Item(time, id));
    }

    /** Takes the next item that is due at this time, or null. */
    @Nullable
    Item poll(long until) {
        if (nextStored <= until) {
            load(until);
        }
        Item a = fresh.peek();
        Batch b = loaded.peek();
        if (b != null && b.head.time <= until && (a == null || b.head.compareTo(a) < 0)) {
            return take();
        }
        return a != null && a.time <= until ? fresh.poll() : null;
    }

    /** When the next item is due; {@code Long.MAX_VALUE}: there is none. */
    long earliest() {
        long earliest = nextStored;
        if (!fresh.isEmpty()) {
            earliest = Math.min(earliest, fresh.peek().time);
        }
        return loaded.isEmpty() ? earliest : Math.min(earliest, loaded.peek().head.time);
    }

    /** Changes that make the store know everything; call it with nothing due left untaken. */
    void flush(List<Map.Entry<byte[], byte @Nullable []>> changes) {
        for (byte[] key : spent) {
            changes.add(new SimpleImmutableEntry<>(key, null));
        }
        spent.clear();
        Item[] items = fresh.toArray(Item[]::new);
        fresh.clear();
        java.util.Arrays.sort(items);
        for (int start = 0; start < items.length; ) {
            int end = start + 1;
            while (end < items.length && end - start < MAX_ITEMS && items[end].time - items[start].time <= MAX_SPAN) {
                end++;
            }
            nextStored = Math.min(nextStored, items[start].time);
            changes.add(new SimpleImmutableEntry<>(freeKey(items[start].time), form(items, start, end)));
            start = end;
        }
    }

    private byte[] freeKey(long time) {
        byte[] key = key(time, sequence++);
        while (table.get(key) != null) {
            key = key(time, sequence++);
        }
        return key;
    }

    /** Takes the first of the loaded items; a batch whose place did not change stays where it is. */
    private Item take() {
        Batch batch = loaded.element();
        Item item = batch.head;
        if (loaded.size() > 1) {
            loaded.remove();
        }
        if (batch.next()) {
            if (loaded.isEmpty() || loaded.peek() != batch) {
                loaded.add(batch);
            }
        } else {
            loaded.remove(batch);
            spent.add(batch.key);
        }
        return item;
    }

    private void load(long until) {
        byte[] to = key(until + 1, 0);
        for (var next = table.first(from, to); next != null; next = table.first(from, to)) {
            loaded.add(new Batch(next.getKey(), next.getValue()));
            from = after(next.getKey());
        }
        peek();
    }

    private void peek() {
        var next = table.first(from, key(Long.MAX_VALUE, Long.MAX_VALUE));
        nextStored = next == null
                ? Long.MAX_VALUE
                : ByteBuffer.wrap(next.getKey(), 1, Long.BYTES).getLong();
    }

    private static byte[] form(Item[] items, int start, int end) {
        ByteBuffer form = ByteBuffer.allocate((end - start) * 4 * Long.BYTES);
        for (int i = start; i < end; i++) {
            KeyedId id = items[i].id;
            form.putLong(items[i].time).putLong(id.unit()).putLong(id.high()).putLong(id.low());
        }
        return form.array();
    }

    private byte[] key(long time, long sequence) {
        return ByteBuffer.allocate(KEY)
                .put(kind)
                .putLong(time)
                .putLong(sequence)
                .array();
    }

    private static byte[] after(byte[] key) {
        return java.util.Arrays.copyOf(key, key.length + 1);
    }
}
