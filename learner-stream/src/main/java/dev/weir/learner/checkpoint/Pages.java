package dev.weir.learner.checkpoint;

import dev.weir.learner.learn.TrackLearner;
import java.nio.BufferUnderflowException;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.streams.state.KeyValueStore;

/** A track's state in a logged store: page i under key i, up to the first key that is missing. */
final class Pages {
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
        List<byte[]> pages = new ArrayList<>();
        for (byte[] page = store.get(0); page != null; page = store.get(pages.size())) {
            pages.add(page);
        }
        if (pages.isEmpty()) {
            learner.reset();
        } else {
            try {
                learner.restore(pages.toArray(byte[][]::new));
            } catch (IllegalArgumentException | BufferUnderflowException e) {
                throw new IllegalStateException(
                        "the saved state (" + pages.size() + " pages) is none of this learner: " + e.getMessage()
                                + ". Delete its state folder and start again: the state is then read from the changelog. If"
                                + " that holds the same, run the same release that wrote it, or let the learner begin again"
                                + " from the log: kafka-streams-application-reset with its application id and"
                                + " --to-earliest",
                        e);
            }
        }
    }
}
