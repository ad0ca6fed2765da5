package dev.weir.learner.checkpoint;

import dev.weir.learner.learn.TrackLearner;
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

    /** Puts the learner where it was saved, or back to its beginning. */
    void load(TrackLearner learner) {
        List<byte[]> pages = new ArrayList<>();
        for (byte[] page = store.get(0); page != null; page = store.get(pages.size())) {
            pages.add(page);
        }
        if (pages.isEmpty()) {
            learner.reset();
        } else {
            learner.restore(pages.toArray(byte[][]::new));
        }
    }
}
