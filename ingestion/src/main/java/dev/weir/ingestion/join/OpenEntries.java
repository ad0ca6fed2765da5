package dev.weir.ingestion.join;

import dev.weir.ingestion.keyed.KeyedId;
import java.util.Iterator;
import java.util.LinkedHashMap;
import org.jspecify.annotations.Nullable;

/** Entries in memory, with about how many bytes those have that were flushed. */
final class OpenEntries {
    private static final int ENTRY_OVERHEAD = 200;

    /** Those that were flushed first before the others. */
    private final LinkedHashMap<KeyedId, Entry> entries = new LinkedHashMap<>();

    private final long maxBytes;
    private long bytes;

    OpenEntries(long maxBytes) {
        this.maxBytes = maxBytes;
    }

    @Nullable
    Entry get(KeyedId id) {
        return entries.get(id);
    }

    void hold(Entry entry) {
        Entry was = entries.put(entry.id, entry);
        entry.held = true;
        if (was != null) { // another one of the same id, forgotten
            entry.stored |= was.stored;
            forget(was);
        }
    }

    /** Takes an entry out. */
    void letGo(Entry entry) {
        entries.remove(entry.id);
        forget(entry);
    }

    private void forget(Entry entry) {
        entry.held = false;
        bytes -= entry.bytes;
        entry.bytes = 0;
    }

    /** Counts what an entry has now. */
    void count(Entry entry) {
        bytes -= entry.bytes;
        entry.bytes = ENTRY_OVERHEAD + entry.size();
        bytes += entry.bytes;
    }

    /** Takes the oldest one out if there are too many bytes; null: there are not. */
    @Nullable
    Entry tooMany() {
        if (bytes <= maxBytes) {
            return null;
        }
        Iterator<Entry> oldest = entries.values().iterator();
        Entry one = oldest.next();
        oldest.remove();
        forget(one);
        return one;
    }
}
