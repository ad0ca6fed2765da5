package dev.weir.learner.checkpoint;

import dev.weir.learner.learn.TrackLearner;
import java.nio.BufferUnderflowException;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A track's state in a logged store: page i under key i, up to the first key that is missing. */
final class Pages {
    private static final Logger LOG = LoggerFactory.getLogger(Pages.class);

    private final KeyValueStore<Integer, byte[]> store;

    Pages(KeyValueStore<Integer, byte[]> store) {
        this.store = store;
    }

    /** Writes what is dirty. */
    void save(TrackLearner learner) {
        int pages = learner.pages();
        for (int i = 0; i < pages; i++) {
            if (learner.dirty(i)) {
                store.put(i, learner.page(i));
            }
        }
        if (learner.dirty(1)) {
            store.delete(pages); // a new problem file may have made the state shorter
        }
        learner.markClean();
    }

    /**
     * Puts the learner where it was saved, or back to its beginning.
     *
     * @throws IllegalStateException if what is there is no state of this learner, saying what to do
     */
    void load(TrackLearner learner) {
        long start = System.nanoTime();
        byte[][] pages = read();
        if (pages.length == 0) {
            learner.reset();
            return;
        }
        long read = System.nanoTime();
        try {
            learner.restore(pages);
        } catch (IllegalArgumentException | BufferUnderflowException e) {
            throw new IllegalStateException(
                    "the saved state (" + pages.length + " pages) is none of this learner: " + e.getMessage()
                            + ". Delete its state folder and start again: the state is then read from the changelog. If"
                            + " that holds the same, run the same release that wrote it, or let the learner begin again"
                            + " from the log: kafka-streams-application-reset with its application id and"
                            + " --to-earliest",
                    e);
        }
        LOG.info(
                "resumed at offset {}: {} pages read in {} ms and taken in {} ms",
                learner.nextOffset(),
                pages.length,
                (read - start) / 1_000_000,
                (System.nanoTime() - read) / 1_000_000);
    }

    private byte[][] read() {
        List<byte[]> pages = new ArrayList<>();
        try (KeyValueIterator<Integer, byte[]> all = store.range(0, Integer.MAX_VALUE)) {
            while (all.hasNext()) {
                KeyValue<Integer, byte[]> next = all.next();
                if (next.key != pages.size()) {
                    break; // what is left of a longer state
                }
                pages.add(next.value);
            }
        }
        return pages.toArray(byte[][]::new);
    }
}
