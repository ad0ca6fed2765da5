package dev.weir.learner.checkpoint;

import dev.weir.learner.learn.TrackLearner;
import dev.weir.rl.learn.SavedPages;
import java.nio.BufferUnderflowException;
import org.apache.kafka.streams.state.KeyValueStore;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A track's state in a logged store: page i under key i, as many as the first page says; what lies behind is old. */
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
        learner.markClean();
    }

    /**
     * Puts the learner where it was saved, or back to its beginning.
     *
     * @throws IllegalStateException if what is there is no state of this learner, saying what to do
     */
    void load(TrackLearner learner) {
        long start = System.nanoTime();
        byte[] first = store.get(0);
        if (first == null) {
            learner.reset();
            learner.keepIn(new Stored(Integer.MAX_VALUE));
            return;
        }
        int pages = 0;
        try {
            pages = TrackLearner.pages(first);
            learner.restore(new Stored(pages));
            learner.keepIn(new Stored(Integer.MAX_VALUE));
        } catch (IllegalArgumentException | BufferUnderflowException e) {
            throw new IllegalStateException(
                    "the saved state (" + pages + " pages) is none of this learner: " + e.getMessage()
                            + ". Delete its state folder and start again: the state is then read from the changelog. If"
                            + " that holds the same, run the same release that wrote it, or let the learner begin again"
                            + " from the log: kafka-streams-application-reset with its application id and"
                            + " --to-earliest",
                    e);
        }
        LOG.info(
                "resumed at offset {}: {} pages read and taken in {} ms",
                learner.nextOffset(),
                pages,
                (System.nanoTime() - start) / 1_000_000);
    }

    /** Pages as they lie in the store. */
    private final class Stored implements SavedPages {
        private final int count;

        private Stored(int count) {
            this.count = count;
        }

        @Override
        public int count() {
            return count;
        }

        @Override
        public byte[] page(int index) {
            byte[] page = store.get(index);
            if (page == null) {
                throw new IllegalArgumentException("page " + index + " is missing");
            }
            return page;
        }
    }
}
