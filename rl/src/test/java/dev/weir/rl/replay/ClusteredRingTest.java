package dev.weir.rl.replay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weir.rl.learn.SavedPages;
import dev.weir.rl.network.StatePart;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ClusteredRingTest {
    private static final int WIDTH = 12;
    private static final int ACTIONS = 70;
    private static final int CAPACITY = 1_500;

    private final RowLayout layout = new RowLayout(WIDTH, ACTIONS);
    private final Map<Integer, byte[]> store = new HashMap<>();
    private int reads;

    private final SavedPages saved = new SavedPages() {
        @Override
        public int count() {
            return store.size();
        }

        @Override
        public byte[] page(int index) {
            reads++;
            return store.get(index);
        }
    };

    private void save(StatePart pages) {
        for (int i = 0; i < pages.pages(); i++) {
            if (pages.dirty(i)) {
                store.put(i, pages.page(i));
            }
        }
        pages.markClean();
    }

    private static void append(TransitionStore ring, int i) {
        float[] states = new float[2 * WIDTH];
        for (int k = 0; k < states.length; k++) {
            states[k] = i + 0.001f * k;
        }
        long[] masks = {i, i + 1, i + 2, i % 64};
        ring.append(states, i % ACTIONS, i * 0.5f, i % 10 == 0 ? 0 : 0.9f, 0.25f, i % 5, i / 5, masks);
    }

    @Test
    void hasThePagesOfARingInMemoryAndDrawsTheSameWhereverItsBlocksLie() {
        TransitionRing inMemory = new TransitionRing(CAPACITY, WIDTH, ACTIONS);
        ClusteredRing whole = new ClusteredRing(CAPACITY, WIDTH, ACTIONS);
        ClusteredRing lean = new ClusteredRing(CAPACITY, WIDTH, ACTIONS);
        lean.pages().keepIn(saved);
        ClusteredBatch one = ClusteredBatch.of(layout, 48);
        ClusteredBatch other = ClusteredBatch.of(layout, 48);
        int most = 0;
        for (int i = 0; i < 4 * CAPACITY; i++) {
            append(inMemory, i);
            append(whole, i);
            append(lean, i);
            most = Math.max(most, lean.held());
            if (i % 37 == 36) {
                save(lean.pages());
            }
            if (i % 11 == 0) {
                whole.sample(3, i, one);
                lean.sample(3, i, other);
                assertThat(other.slots()).isEqualTo(one.slots());
                assertThat(other.states()).isEqualTo(one.states());
                assertThat(other.nexts()).isEqualTo(one.nexts());
                assertThat(other.allowedNext()).isEqualTo(one.allowedNext());
                assertThat(other.rewards()).isEqualTo(one.rewards());
            }
        }
        assertThat(reads).isPositive();
        assertThat(most).isLessThanOrEqualTo(2 + 37 / layout.perPage()); // what changed since it was saved
        assertThat(lean.pages().pages()).isEqualTo(inMemory.pages().pages());
        for (int p = 0; p < inMemory.pages().pages(); p++) {
            assertThat(lean.pages().page(p)).isEqualTo(inMemory.pages().page(p));
            assertThat(whole.pages().page(p)).isEqualTo(inMemory.pages().page(p));
        }
    }

    @Test
    void goesOnFromWhereItWasSaved() {
        ClusteredRing before = new ClusteredRing(CAPACITY, WIDTH, ACTIONS);
        for (int i = 0; i < CAPACITY + 333; i++) {
            append(before, i);
        }
        save(before.pages());
        ClusteredRing after = new ClusteredRing(CAPACITY, WIDTH, ACTIONS);
        after.pages().restore(saved);
        after.pages().keepIn(saved);
        assertThat(after.held()).isZero();
        for (int i = CAPACITY + 333; i < 3 * CAPACITY; i++) {
            append(before, i);
            append(after, i);
            if (i % 50 == 0) {
                save(after.pages());
            }
        }
        for (int p = 0; p < before.pages().pages(); p++) {
            assertThat(after.pages().page(p)).isEqualTo(before.pages().page(p));
        }
    }

    @Test
    void refusesPagesThatAreCutOrMissing() {
        ClusteredRing ring = new ClusteredRing(CAPACITY, WIDTH, ACTIONS);
        for (int i = 0; i < 400; i++) {
            append(ring, i);
        }
        save(ring.pages());
        store.put(1, new byte[100]);
        ClusteredRing other = new ClusteredRing(CAPACITY, WIDTH, ACTIONS);
        assertThatThrownBy(() -> other.pages().restore(saved))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("block 0");
        store.remove(1);
        assertThatThrownBy(() -> other.pages().restore(saved))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("pages");
        assertThat(other.appended()).isZero();
    }
}
