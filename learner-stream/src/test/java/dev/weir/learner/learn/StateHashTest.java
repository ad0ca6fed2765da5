package dev.weir.learner.learn;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.learner.publish.Sha256;
import dev.weir.rl.learn.PagedState;
import dev.weir.rl.learn.SavedPages;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class StateHashTest {
    private final Written state = new Written();
    private final StateHash hash = new StateHash();

    @Test
    void isThatOfAllPagesWheneverTheyWereSaved() {
        SplittableRandom random = new SplittableRandom(3);
        for (int i = 0; i < 500; i++) {
            state.write(random.nextInt(1 + state.pages()), (byte) random.nextInt());
            if (random.nextInt(3) == 0) {
                hash.beforeClean(state);
                state.markClean();
            }
            if (random.nextInt(4) == 0) {
                assertThat(hash.of(state)).isEqualTo(new StateHash().of(state));
            }
        }
    }

    @Test
    void readsOnlyPagesThatChanged() {
        state.write(0, (byte) 1);
        state.write(1, (byte) 2);
        hash.of(state);
        hash.beforeClean(state);
        state.markClean();
        hash.of(state);
        state.reads = 0;
        state.write(1, (byte) 3);
        String now = hash.of(state);
        assertThat(state.reads).isEqualTo(1);
        assertThat(now).isEqualTo(Sha256.of(Sha256.digest(new byte[] {1}), Sha256.digest(new byte[] {3})));
    }

    /** Pages of one byte. */
    private static final class Written implements PagedState {
        private final List<Byte> pages = new ArrayList<>();
        private final BitSet dirty = new BitSet();
        private int reads;

        void write(int page, byte value) {
            if (page == pages.size()) {
                pages.add(value);
            } else {
                pages.set(page, value);
            }
            dirty.set(page);
        }

        @Override
        public int pages() {
            return pages.size();
        }

        @Override
        public byte[] page(int index) {
            reads++;
            return new byte[] {pages.get(index)};
        }

        @Override
        public boolean dirty(int index) {
            return dirty.get(index);
        }

        @Override
        public void markClean() {
            dirty.clear();
        }

        @Override
        public void restore(SavedPages saved) {
            throw new UnsupportedOperationException("not asked here");
        }
    }
}
