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

    /** A batch that was read back. */
    private static final class Batch {
        final byte[] key;
        int left;

        Batch(byte[] key) {
            this.key = key;
        }
    }

    private record Loaded(Item item, Batch batch) implements Comparable<Loaded> {
        @Override
        public int compareTo(Loaded other) {
            return item.compareTo(other.item);
        }
    }

    private static final int MAX_ITEMS = 2048;
    /** Milliseconds between the first and the last item of a batch: a batch in memory holds little that is not due. */
    private static final long MAX_SPAN = 10_000;

    private static final int KEY = 1 + 2 * Long.BYTES;

    private final byte kind;
    private final Table table;
    private final PriorityQueue<Item> fresh = new PriorityQueue<>();
    private final PriorityQueue<Loaded> loaded = new PriorityQueue<>();
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
            while (!loaded.isEmpty() && loaded.peek().item.time <= handled) {
                take(loaded.poll());
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
        Loaded b = loaded.peek();
        if (b != null && b.item.time <= until && (a == null || b.item.compareTo(a) < 0)) {
            return take(loaded.poll());
        }
        return a != null && a.time <= until ? fresh.poll() : null;
    }

    /** When the next item is due; {@code Long.MAX_VALUE}: there is none. */
    long earliest() {
        long earliest = nextStored;
        if (!fresh.isEmpty()) {
            earliest = Math.min(earliest, fresh.peek().time);
        }
        return loaded.isEmpty() ? earliest : Math.min(earliest, loaded.peek().item.time);
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

    private Item take(Loaded taken) {
        if (--taken.batch.left == 0) {
            spent.add(taken.batch.key);
        }
        return taken.item;
    }

    private void load(long until) {
        byte[] to = key(until + 1, 0);
        for (var next = table.first(from, to); next != null; next = table.first(from, to)) {
            Batch batch = new Batch(next.getKey());
            ByteBuffer items = ByteBuffer.wrap(next.getValue());
            while (items.hasRemaining()) {
                long time = items.getLong();
                KeyedId id = new KeyedId(items.getLong(), items.getLong(), items.getLong());
                loaded.add(new Loaded(new Item(time, id), batch));
                batch.left++;
            }
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
