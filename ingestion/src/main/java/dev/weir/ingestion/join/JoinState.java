package dev.weir.ingestion.join;

import dev.weir.ingestion.join.Entry.Phase;
import dev.weir.ingestion.keyed.KeyedId;
import java.util.AbstractMap.SimpleImmutableEntry;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a joiner remembers: in memory before tables. What changed stays in memory until the next flush, which writes it to a
 * journal, many entries to a value. Open entries then stay in memory up to a bound; closed ones, and open ones beyond it, go
 * to a table by id that is not logged: when it does not belong to the journal's last flush, it is made from the journal.
 */
final class JoinState {
    private static final byte[] PROGRESS = {0};
    private static final byte[] FLUSH = {0};
    private static final byte CLOSES = 1;
    private static final byte REST = 2;
    /** Bytes of open entries that are kept in memory, about. */
    static final long OPEN_BYTES = 32L << 20;

    private final Table entries;
    private final Table agenda;
    private final Journal journal;
    private final OpenEntries memory;
    private final List<Entry> changed = new ArrayList<>();
    private final Set<KeyedId> removed = new HashSet<>();
    private final Sink sink = new Sink();
    private final Progress progress;
    private final Agenda closes;
    private final Agenda rest;

    /**
     * Continues from what the tables hold.
     *
     * @param entries by id; may be lost or out of date
     */
    JoinState(Table entries, Table journal, Table agenda, int sources, long maxOpenBytes) {
        this.entries = entries;
        this.journal = new Journal(journal);
        this.agenda = agenda;
        this.memory = new OpenEntries(maxOpenBytes);
        byte[] form = agenda.get(PROGRESS);
        this.progress = form == null ? new Progress(sources) : Progress.read(form, sources);
        if (!Arrays.equals(entries.get(FLUSH), this.journal.head())) {
            renew();
        }
        List<Map.Entry<byte[], byte @Nullable []>> byId = new ArrayList<>();
        this.journal.replay(false, progress.watermark(), this::loadOpen);
        spill(byId);
        entries.putAll(byId);
        this.closes = new Agenda(CLOSES, agenda, progress.watermark());
        this.rest = new Agenda(REST, agenda, progress.watermark());
    }

    /** Makes the table by id anew: of closed entries alone, for open ones are loaded at every start. */
    private void renew() {
        byte[] end = new byte[KeyedId.BYTES + 1];
        Arrays.fill(end, (byte) -1);
        for (var old = entries.first(FLUSH, end); old != null; old = entries.first(FLUSH, end)) {
            entries.putAll(List.of(change(old.getKey(), null)));
        }
        journal.replay(
                true, progress.watermark(), (id, form) -> entries.putAll(List.of(change(EntryForm.key(id), form))));
        entries.putAll(List.of(change(FLUSH, journal.head())));
    }

    private void loadOpen(KeyedId id, byte[] form) {
        byte[] known = entries.get(EntryForm.key(id));
        Entry last = known == null ? null : EntryForm.read(id, known);
        if (last == null || last.phase != Phase.CLOSED || forgotten(last)) {
            Entry entry = EntryForm.read(id, form);
            entry.stored = last != null;
            memory.hold(entry);
            memory.count(entry);
        }
    }

    Progress progress() {
        return progress;
    }

    /** Windows that are open. */
    Agenda closes() {
        return closes;
    }

    /** Outcomes that wait for their decision. */
    Agenda rest() {
        return rest;
    }

    /** The entry of an id, unless it is forgotten. */
    @Nullable
    Entry get(KeyedId id) {
        Entry entry = memory.get(id);
        if (entry == null) {
            byte[] form = removed.contains(id) ? null : entries.get(EntryForm.key(id));
            entry = form == null ? null : EntryForm.read(id, form);
        }
        return entry == null || forgotten(entry) ? null : entry;
    }

    private boolean forgotten(Entry entry) {
        return entry.phase == Phase.CLOSED && entry.due <= progress.watermark();
    }

    /** Notes that an entry is new or was changed. */
    void put(Entry entry) {
        if (!entry.changed) {
            entry.changed = true;
            changed.add(entry);
        }
        if (!entry.held) {
            memory.hold(entry);
        }
    }

    void remove(Entry entry) {
        memory.letGo(entry);
        if (entry.stored) {
            removed.add(entry.id);
        }
    }

    /** Makes the tables know everything. */
    void flush() {
        List<Map.Entry<byte[], byte @Nullable []>> byId = new ArrayList<>(changed.size());
        removed.forEach(id -> byId.add(change(EntryForm.key(id), null)));
        removed.clear();
        long watermark = progress.watermark();
        journal.drop(watermark, id -> forget(id, byId));
        for (int i = 0; i < changed.size(); i++) {
            Entry entry = changed.get(i);
            entry.changed = false;
            if (entry.held) {
                write(entry, watermark, byId);
            }
        }
        changed.clear();
        spill(byId);
        byId.add(change(FLUSH, journal.flush()));
        entries.putAll(byId);
        List<Map.Entry<byte[], byte @Nullable []>> changes = new ArrayList<>();
        closes.flush(changes);
        rest.flush(changes);
        changes.add(change(PROGRESS, progress.write(sink)));
        agenda.putAll(changes);
    }

    private void write(Entry entry, long watermark, List<Map.Entry<byte[], byte @Nullable []>> byId) {
        long until = entry.until();
        if (until <= watermark) { // came and was forgotten since the last flush
            memory.letGo(entry);
            if (entry.stored) {
                byId.add(change(EntryForm.key(entry.id), null));
            }
            return;
        }
        Sink form = EntryForm.writeInto(entry, sink);
        boolean closed = entry.phase == Phase.CLOSED;
        journal.add(entry.id, closed, until, form);
        if (closed) {
            memory.letGo(entry);
            byId.add(change(EntryForm.key(entry.id), form.copy()));
        } else {
            memory.count(entry);
        }
    }

    /** Leaves to the table by id what is too much for memory. */
    private void spill(List<Map.Entry<byte[], byte @Nullable []>> byId) {
        for (Entry one = memory.tooMany(); one != null; one = memory.tooMany()) {
            one.stored = true;
            byId.add(change(EntryForm.key(one.id), EntryForm.write(one, sink)));
        }
    }

    /** Takes a closed entry out of the table by id, unless the id has come to new use there. */
    private void forget(KeyedId id, List<Map.Entry<byte[], byte @Nullable []>> byId) {
        byte[] key = EntryForm.key(id);
        byte[] form = entries.get(key);
        if (form != null && forgotten(EntryForm.read(id, form))) {
            byId.add(change(key, null));
        }
    }

    private static Map.Entry<byte[], byte @Nullable []> change(byte[] key, byte @Nullable [] value) {
        return new SimpleImmutableEntry<>(key, value);
    }
}
