package dev.weir.rl.replay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.weir.rl.network.StatePart;
import dev.weir.rl.random.CounterRandom;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The ring keeps what it was given, chains go where they should, sampling is fair, and pages bring all of it back. */
class ReplayTest {
    private static final float[] STATES = {1, 2, 1, 2}; // s and s'
    private static final long[] ALL = {3, 3};

    private static int append(TransitionRing ring, long unit, long step, float reward, float discount) {
        return ring.append(STATES, 1, reward, discount, 0.5f, unit, step, ALL);
    }

    @Test
    void sumsRewardsAlongTheChainOfOneUnit() {
        TransitionRing ring = new TransitionRing(10, 2, 2);
        int a = append(ring, 1, 0, 1, 0.5f);
        append(ring, 2, 0, 99, 0.5f); // another unit in between
        int b = append(ring, 1, 1, 2, 0.5f);
        int c = append(ring, 1, 2, 4, 0.5f);
        NStep two = new NStep(ring, 2);
        NStep nine = new NStep(ring, 9);

        two.follow(a);
        assertThat(two.reward()).isEqualTo(1 + 0.5 * 2);
        assertThat(two.weight()).isEqualTo(1.5);
        assertThat(two.discount()).isEqualTo(0.25);
        assertThat(two.last()).isEqualTo(b);

        nine.follow(a); // the chain ends at c, whose s' is known
        assertThat(nine.reward()).isEqualTo(1 + 0.5 * 2 + 0.25 * 4);
        assertThat(nine.discount()).isEqualTo(0.125);
        assertThat(nine.last()).isEqualTo(c);
        assertThat(nine.length()).isEqualTo(3);
    }

    @Test
    void chainsEndAtTerminalTransitionsAndAtGaps() {
        TransitionRing ring = new TransitionRing(10, 2, 2);
        int terminal = append(ring, 1, 0, 1, 0);
        int gap = append(ring, 1, 1, 2, 0.5f);
        append(ring, 1, 3, 4, 0.5f);
        NStep chain = new NStep(ring, 5);

        chain.follow(terminal);
        assertThat(chain.reward()).isEqualTo(1);
        assertThat(chain.discount()).isZero();
        chain.follow(gap);
        assertThat(chain.reward()).isEqualTo(2);
        assertThat(chain.discount()).isEqualTo(0.5);
        assertThat(chain.last()).isEqualTo(gap);
    }

    @Test
    void aChainEndsWhereAnEpisodeWasCutShortThoughStepsGoOn() {
        TransitionRing ring = new TransitionRing(10, 2, 2);
        int cut = ring.append(new float[] {1, 2, 7, 8}, 1, 1, 0.5f, 0.5f, 1, 0, ALL); // its last observation is 7, 8
        append(ring, 1, 1, 2, 0.5f); // the next episode begins at 1, 2

        assertThat(ring.successor(cut)).isEqualTo(TransitionRing.NONE);
    }

    @Test
    void manyUnitsOverManyRoundsRestoreToTheSameChainsAndPages() {
        for (int n : new int[] {1, 700, 1000, 1001, 5000}) {
            TransitionRing ring = new TransitionRing(1000, 2, 70);
            long[] steps = new long[3000];
            for (int i = 0; i < n; i++) {
                int unit = (int) (CounterRandom.uniform(1, 0, i) * (i < 2500 ? 20 : 3000));
                steps[unit] += CounterRandom.uniform(1, 1, i) < 0.1 ? 2 : 1;
                long[] masks = {i, 1, ~i, 2};
                ring.append(STATES, unit % 70, i, 0.9f, 0.5f, unit * 0x9E3779B97F4AL, steps[unit], masks);
            }
            byte[][] pages = pages(ring.pages());
            TransitionRing restored = new TransitionRing(1000, 2, 70);
            restored.pages().restore(pages);

            assertThat(pages(restored.pages())).isDeepEqualTo(pages);
            int linked = 0;
            for (int slot = 0; slot < ring.size(); slot++) {
                int next = ring.successor(slot);
                assertThat(restored.successor(slot)).isEqualTo(next);
                if (next != TransitionRing.NONE) {
                    linked++;
                    assertThat(ring.unit(next)).isEqualTo(ring.unit(slot));
                    assertThat(ring.step(next)).isEqualTo(ring.step(slot) + 1);
                }
            }
            assertThat(linked).isGreaterThan(n == 1 || n == 5000 ? -1 : 400);
            assertThat(append(restored, 5 * 0x9E3779B97F4AL, steps[5] + 1, 0, 0.9f, 4))
                    .isEqualTo(append(ring, 5 * 0x9E3779B97F4AL, steps[5] + 1, 0, 0.9f, 4));
            assertThat(pages(restored.pages())).isDeepEqualTo(pages(ring.pages()));
        }
    }

    private static int append(TransitionRing ring, long unit, long step, float reward, float discount, int masks) {
        return ring.append(STATES, 1, reward, discount, 0.5f, unit, step, new long[masks]);
    }

    @Test
    void anAppendDirtiesTheCountAndOneBlock() {
        TransitionRing ring = new TransitionRing(100_000, 2, 2);
        for (int i = 0; i < 10_000; i++) {
            append(ring, 1, i, 1, 0.9f);
        }
        StatePart state = ring.pages();
        state.markClean();
        append(ring, 1, 10_000, 1, 0.9f);
        int dirty = 0;
        for (int i = 0; i < state.pages(); i++) {
            dirty += state.dirty(i) ? 1 : 0;
            assertThat(state.page(i).length).isLessThanOrEqualTo(StatePart.PAGE_BYTES);
        }
        assertThat(dirty).isEqualTo(2);
        assertThat(state.dirty(state.pages() - 1)).isTrue();
    }

    @Test
    void drawsInProportionToPriorities() {
        Priorities priorities = new Priorities(5);
        float[] wanted = {0, 1, 2, 0, 5};
        for (int i = 0; i < 5; i++) {
            priorities.set(i, wanted[i]);
        }
        int[] counts = new int[5];
        int[] slots = new int[8];
        for (int step = 0; step < 10_000; step++) {
            priorities.sample(3, step, slots);
            for (int slot : slots) {
                counts[slot]++;
            }
        }
        for (int i = 0; i < 5; i++) { // stratified: less noise than √(npq) / n < .002
            assertThat(counts[i] / 80_000.0).isCloseTo(wanted[i] / 8, within(0.005));
        }
        assertThat(priorities.probability(4)).isEqualTo(5.0 / 8);
    }

    @Test
    void aParentIsAlwaysTheSumOfItsChildren() {
        SumTree changed = new SumTree(1000);
        for (int i = 0; i < 20_000; i++) {
            changed.set((int) (CounterRandom.uniform(1, 0, i) * 1000), (float) (1e8 * CounterRandom.uniform(1, 1, i)));
        }
        SumTree fresh = new SumTree(1000);
        for (int i = 0; i < 1000; i++) {
            fresh.setLeaf(i, changed.get(i));
        }
        fresh.sum();
        assertThat(fresh.total()).isEqualTo(changed.total());
        double cumulated = 0;
        for (int i = 0; i < 1000; i++) {
            assertThat(find(fresh, cumulated + 0.5 * fresh.get(i))).isEqualTo(i);
            cumulated += fresh.get(i);
        }
        assertThat(fresh.get(find(fresh, 2 * fresh.total())))
                .as("never one of priority 0")
                .isPositive();
    }

    private static int find(SumTree tree, double mass) {
        int[] found = new int[1];
        tree.find(new double[] {mass}, found);
        return found[0];
    }

    @Test
    void prioritiesRestoreWhenTheJournalWasFoldedAndFewPagesAreDirtyInBetween() {
        Priorities all = new Priorities(40_000); // three pages of base, three of journal: 24,576 changes
        List<byte[]> store = new ArrayList<>();
        Priorities now = new Priorities(40_000);
        int[] slots = new int[16];
        int[] same = new int[16];
        for (int i = 0; i < 60_000; i++) {
            int slot = (int) (CounterRandom.uniform(2, 0, i) * 40_000);
            float priority = (float) CounterRandom.uniform(2, 1, i) * 10;
            if (i % 3 == 0) {
                all.setNew(slot);
                now.setNew(slot);
            } else {
                all.set(slot, priority);
                now.set(slot, priority);
            }
            if (i % 997 == 0) {
                int dirty = 0;
                for (int p = 0; p < now.pages(); p++) {
                    if (p == store.size()) {
                        store.add(new byte[0]);
                    }
                    if (now.dirty(p)) {
                        store.set(p, now.page(p));
                        dirty++;
                    }
                }
                now.markClean();
                assertThat(dirty).isLessThanOrEqualTo(i == 0 || i % 24_576 < 997 ? 7 : 3);
                now = new Priorities(40_000);
                now.restore(store.toArray(byte[][]::new));
                assertThat(pages(now)).isDeepEqualTo(pages(all));
                all.sample(4, i, slots);
                now.sample(4, i, same);
                assertThat(same).isEqualTo(slots);
            }
        }
    }

    @Test
    void uniformDrawsAreUniformAndAFunctionOfTheStep() {
        int[] counts = new int[7];
        int[] slots = new int[32];
        for (int step = 0; step < 10_000; step++) {
            UniformSampling.sample(9, step, 7, slots);
            for (int slot : slots) {
                counts[slot]++;
            }
        }
        for (int count : counts) { // 4.5 σ of a binomial is .004
            assertThat(count / 320_000.0).isCloseTo(1.0 / 7, within(0.004));
        }
        int[] again = new int[32];
        UniformSampling.sample(9, 9_999, 7, again);
        assertThat(again).isEqualTo(slots);
    }

    @Test
    void refusesPagesThatDoNotFit() {
        TransitionRing ring = new TransitionRing(100, 2, 2);
        append(ring, 1, 0, 1, 0.5f);
        byte[][] pages = pages(ring.pages());
        StatePart other = new TransitionRing(100, 2, 2).pages();
        byte[][] nan = {pages[0], pages[1].clone()};
        ByteBuffer.wrap(nan[1]).putFloat(0, Float.NaN);
        assertThatThrownBy(() -> other.restore(nan)).hasMessageContaining("must be finite");
        byte[][] action = {pages[0], pages[1].clone()};
        ByteBuffer.wrap(action[1]).putFloat(16, 2);
        assertThatThrownBy(() -> other.restore(action)).hasMessageContaining("had action 2");
        byte[][] count = {ByteBuffer.allocate(8).putLong(2).array(), pages[1]};
        assertThatThrownBy(() -> other.restore(count)).hasMessageContaining("bytes");
        assertThatThrownBy(() -> new TransitionRing(10, 9000, 2)).hasMessageContaining("at most 65536 bytes");
    }

    private static byte[][] pages(StatePart state) {
        byte[][] pages = new byte[state.pages()][];
        Arrays.setAll(pages, state::page);
        return pages;
    }
}
