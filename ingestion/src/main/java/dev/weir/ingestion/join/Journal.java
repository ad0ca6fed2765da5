package dev.weir.ingestion.join;

import dev.weir.ingestion.keyed.KeyedId;
import java.nio.ByteBuffer;
import java.util.AbstractMap.SimpleImmutableEntry;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The forms of all entries that changed, as one flush after the other wrote them, many to a value: what survives of the
 * entries. A form holds until a watermark that it names: by then the entry has a later form or is gone, so whole values are
 * dropped when the watermark has passed all that is in them, and nothing is ever taken out of one. Of an id's forms a
 * closed one is the last, else the one with the greatest number.
 */
final class Journal {
    private static final byte OPEN = 1;
    private static final byte CLOSED = 2;
    private static final byte[] HEAD = {0};
    private static final int FULL = 256 * 1024;
    private static final int KEY = 1 + 2 * Long.BYTES;

    private final Table table;
    private final Part[] parts = {new Part(OPEN), new Part(CLOSED)};
    private final long life = new SplittableRandom().nextLong();
    private final List<Map.Entry<byte[], byte @Nullable []>> dropped = new ArrayList<>();
    private long sequence;

    /** Takes a form that stands in the journal. */
    @FunctionalInterface
    interface Reader {
        void read(KeyedId id, byte[] form);
    }

    /** Forms of one kind: those that wait for the next flush, and how far those of former ones were dropped. */
    private static final class Part {
        final byte kind;
        final Sink forms = new Sink();
        final List<Map.Entry<byte[], byte @Nullable []>> full = new ArrayList<>();
        long until = Long.MIN_VALUE;
        byte[] from;
        long earliest;

        Part(byte kind) {
            this.kind = kind;
            this.from = key(kind, 0, 0);
        }
    }

    /** Continues from what the table holds. */
    Journal(Table table) {
        this.table = table;
        byte[] head = table.get(HEAD);
        sequence = head == null ? 0 : ByteBuffer.wrap(head).getLong();
        for (Part part : parts) {
            peek(part);
        }
    }

    /** Which flush was the last one, in this life or a former one; null: there was none. */
    byte @Nullable [] head() {
        return table.get(HEAD);
    }

    /**
     * Adds a form.
     *
     * @param until watermark at which it no longer holds
     */
    void add(KeyedId id, boolean closed, long until, Sink form) {
        Part part = parts[closed ? 1 : 0];
        if (part.forms.size() > 0 && part.forms.size() + form.size() > FULL) {
            cut(part);
        }
        part.forms.fixedLong(id.unit()).fixedLong(id.high()).fixedLong(id.low());
        part.forms.varLong(until).binary(form);
        part.until = Math.max(part.until, until);
    }

    private void cut(Part part) {
        part.full.add(new SimpleImmutableEntry<>(key(part.kind, part.until, ++sequence), part.forms.copy()));
        part.earliest = Math.min(part.earliest, part.until);
        part.forms.begin();
        part.until = Long.MIN_VALUE;
    }

    /** Drops what no longer holds at the next flush, and tells of which closed entries that was. */
    void drop(long watermark, Consumer<KeyedId> forgotten) {
        for (Part part : parts) {
            drop(part, watermark, forgotten);
        }
    }

    /** Writes what was added; returns the new head. */
    byte[] flush() {
        List<Map.Entry<byte[], byte @Nullable []>> changes = new ArrayList<>(dropped);
        dropped.clear();
        for (Part part : parts) {
            if (part.forms.size() > 0) {
                cut(part);
            }
            changes.addAll(part.full);
            part.full.clear();
        }
        byte[] head = ByteBuffer.allocate(2 * Long.BYTES)
                .putLong(++sequence)
                .putLong(life)
                .array();
        changes.add(new SimpleImmutableEntry<>(HEAD, head));
        table.putAll(changes);
        return head;
    }

    private void drop(Part part, long watermark, Consumer<KeyedId> forgotten) {
        if (part.earliest > watermark) {
            return;
        }
        byte[] to = key(part.kind, watermark + 1, 0);
        for (var next = table.first(part.from, to); next != null; next = table.first(part.from, to)) {
            if (part.kind == CLOSED) {
                read(next.getValue(), Long.MIN_VALUE, (id, form) -> forgotten.accept(id));
            }
            dropped.add(new SimpleImmutableEntry<>(next.getKey(), null));
            part.from = Arrays.copyOf(next.getKey(), KEY + 1);
        }
        peek(part);
    }

    private void peek(Part part) {
        var next = table.first(part.from, key(part.kind, Long.MAX_VALUE, Long.MAX_VALUE));
        part.earliest = next == null
                ? Long.MAX_VALUE
                : ByteBuffer.wrap(next.getKey(), 1, Long.BYTES).getLong();
    }

    /** Hands over all closed or all open forms that still hold; the last of an id is the one that counts. */
    void replay(boolean closed, long watermark, Reader to) {
        Part part = parts[closed ? 1 : 0];
        List<byte[]> keys = new ArrayList<>();
        byte[] end = key(part.kind, Long.MAX_VALUE, Long.MAX_VALUE);
        for (var next = table.first(part.from, end); next != null; ) {
            keys.add(next.getKey());
            next = table.first(Arrays.copyOf(next.getKey(), KEY + 1), end);
        }
        keys.sort(Comparator.comparingLong(
                key -> ByteBuffer.wrap(key, 1 + Long.BYTES, Long.BYTES).getLong()));
        for (byte[] key : keys) {
            byte[] forms = table.get(key);
            if (forms != null) {
                read(forms, watermark, to);
            }
        }
    }

    private static void read(byte[] forms, long watermark, Reader to) {
        Cursor c = new Cursor(forms, 0);
        while (!c.atEnd()) {
            KeyedId id = new KeyedId(c.fixedLong(), c.fixedLong(), c.fixedLong());
            long until = c.varLong();
            byte[] form = c.binary();
            if (until > watermark) {
                to.read(id, form);
            }
        }
    }

    private static byte[] key(byte kind, long until, long sequence) {
        return ByteBuffer.allocate(KEY)
                .put(kind)
                .putLong(until)
                .putLong(sequence)
                .array();
    }
}
