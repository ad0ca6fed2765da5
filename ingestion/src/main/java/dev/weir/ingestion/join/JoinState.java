package dev.weir.ingestion.join;

import dev.weir.ingestion.keyed.KeyedId;
import java.util.AbstractMap.SimpleImmutableEntry;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a joiner remembers, in memory before two tables. What changed stays in memory until the next flush, so that what
 * opens and closes between two flushes costs the tables one write and no read; unchanged entries stay in a cache of bounded size.
 */
final class JoinState {
    private static final byte[] PROGRESS = {0};
    private static final byte CLOSES = 1;
    private static final byte REST = 2;
    private static final long CACHED_BYTES = 32L << 20;
    private static final int ENTRY_OVERHEAD = 200;

    private final Table entries;
    private final Table agenda;
    private final Map<KeyedId, Entry> dirty = new HashMap<>();
    private final Set<KeyedId> removed = new HashSet<>();
    private final LinkedHashMap<KeyedId, Entry> clean = new LinkedHashMap<>(16, 0.75f, false);
    private final Sink sink = new Sink();
    private final Progress progress;
    private final Agenda closes;
    private final Agenda rest;
    private long cleanBytes;

    /** Continues from what the tables hold. */
    JoinState(Table entries, Table agenda, int sources) {
        this.entries = entries;
        this.agenda = agenda;
        byte[] form = agenda.get(PROGRESS);
        this.progress = form == null ? new Progress(sources) : Progress.read(form, sources);
        this.closes = new Agenda(CLOSES, agenda, progress.watermark());
        this.rest = new Agenda(REST, agenda, progress.watermark());
    }

    Progress progress() {
        return progress;
    }

    /** Windows that are open. */
    Agenda closes() {
        return closes;
    }

    /** Outcomes that wait for their decision, closed decisions to be forgotten. */
    Agenda rest() {
        return rest;
    }

    @Nullable
    Entry get(KeyedId id) {
        Entry entry = dirty.get(id);
        if (entry == null) {
            entry = clean.get(id);
        }
        if (entry == null) {
            byte[] form = removed.contains(id) ? null : entries.get(EntryForm.key(id));
            entry = form == null ? null : EntryForm.read(id, form);
        }
        return entry;
    }

    /** Notes that an entry is new or was changed. */
    void put(Entry entry) {
        if (dirty.put(entry.id, entry) == null) {
            Entry was = clean.remove(entry.id);
            cleanBytes -= was == null ? 0 : was.cachedBytes;
        }
    }

    void remove(Entry entry) {
        dirty.remove(entry.id);
        Entry was = clean.remove(entry.id);
        cleanBytes -= was == null ? 0 : was.cachedBytes;
        if (entry.stored) {
            removed.add(entry.id);
        }
    }

    /** Makes the tables know everything. */
    void flush() {
        if (!dirty.isEmpty() || !removed.isEmpty()) {
            List<Map.Entry<byte[], byte @Nullable []>> changes = new ArrayList<>(dirty.size() + removed.size());
            for (KeyedId id : removed) {
                changes.add(new SimpleImmutableEntry<>(EntryForm.key(id), null));
            }
            for (Entry entry : dirty.values()) {
                changes.add(new SimpleImmutableEntry<>(EntryForm.key(entry.id), EntryForm.write(entry, sink)));
                entry.stored = true;
            }
            entries.putAll(changes);
        }
        List<Map.Entry<byte[], byte @Nullable []>> changes = new ArrayList<>();
        closes.flush(changes);
        rest.flush(changes);
        changes.add(new SimpleImmutableEntry<>(PROGRESS, progress.write(sink)));
        agenda.putAll(changes);
        dirty.values().forEach(this::cache);
        dirty.clear();
        removed.clear();
    }

    private void cache(Entry entry) {
        if (entry.phase != Entry.Phase.CLOSED) {
            entry.cachedBytes = ENTRY_OVERHEAD + entry.size();
            clean.put(entry.id, entry);
            cleanBytes += entry.cachedBytes;
            Iterator<Entry> oldest = clean.values().iterator();
            while (cleanBytes > CACHED_BYTES) {
                cleanBytes -= oldest.next().cachedBytes;
                oldest.remove();
            }
        }
    }
}
