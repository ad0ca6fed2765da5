package dev.weir.rl.replay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

class ClusteredReplayTest {
    private static final int WIDTH = 30;
    private static final int ACTIONS = 70;
    private static final int SIZE = 1_000;

    private final TransitionRing ring = new TransitionRing(SIZE, WIDTH, ACTIONS);
    private final RowLayout layout = new RowLayout(WIDTH, ACTIONS);
    private final ClusteredBatch batch = ClusteredBatch.of(layout, 64);
    private final ClusteredSampling replay =
            new ClusteredSampling(layout, block -> ring.pages().page(1 + block));

    @Test
    void readsWhatTheRingHolds() {
        fill(SIZE + 300);
        for (int step = 0; step < 50; step++) {
            replay.sample(7, step, ring.size(), batch);
            for (int i = 0; i < batch.size(); i++) {
                int slot = batch.slots()[i];
                float[] row = ring.row(slot);
                int at = ring.rowAt(slot);
                assertThat(Arrays.copyOfRange(batch.states(), i * WIDTH, (i + 1) * WIDTH))
                        .isEqualTo(Arrays.copyOfRange(row, at, at + WIDTH));
                assertThat(Arrays.copyOfRange(batch.nexts(), i * WIDTH, (i + 1) * WIDTH))
                        .isEqualTo(Arrays.copyOfRange(row, at + WIDTH, at + 2 * WIDTH));
                assertThat(batch.actions()[i]).isEqualTo(ring.action(slot));
                assertThat(batch.rewards()[i]).isEqualTo(ring.reward(slot));
                assertThat(batch.discounts()[i]).isEqualTo(ring.discount(slot));
                assertThat(batch.propensities()[i]).isEqualTo(ring.propensity(slot));
                assertThat(batch.allowedNext()[2 * i + 1]).isEqualTo(ring.allowedNext(slot, 1));
            }
        }
    }

    @Test
    void drawsEveryTransitionAsOftenAsAnyOtherAlsoOfTheLastBlockThatIsNotFull() {
        fill(SIZE);
        assertThat(SIZE % layout.perPage()).isPositive();
        int[] drawn = new int[SIZE];
        int steps = 20_000;
        for (int step = 0; step < steps; step++) {
            replay.sample(7, step, ring.size(), batch);
            for (int slot : batch.slots()) {
                drawn[slot]++;
            }
        }
        double expected = (double) steps * batch.size() / SIZE;
        double deviation = Math.sqrt(expected * ClusteredSampling.CLUSTER); // a cluster comes or does not come as one
        for (int slot = 0; slot < SIZE; slot++) {
            assertThat((double) drawn[slot]).isBetween(expected - 5 * deviation, expected + 5 * deviation);
        }
        double last = Arrays.stream(drawn, SIZE / layout.perPage() * layout.perPage(), SIZE)
                .average()
                .orElseThrow();
        assertThat(last).isBetween(0.9 * expected, 1.1 * expected);
    }

    @Test
    void drawsTheSameForTheSameSeedAndStep() {
        fill(SIZE);
        replay.sample(7, 3, SIZE, batch);
        ClusteredBatch again = ClusteredBatch.of(layout, 64);
        replay.sample(7, 3, SIZE, again);
        assertThat(again.slots()).isEqualTo(batch.slots());
        replay.sample(7, 4, SIZE, again);
        assertThat(again.slots()).isNotEqualTo(batch.slots());
    }

    @Test
    void refusesABlockThatIsMissingOrCut() {
        ClusteredSampling none = new ClusteredSampling(layout, block -> null);
        assertThatThrownBy(() -> none.sample(1, 1, 10, batch))
                .hasMessageContaining("block 0")
                .hasMessageContaining("none");
        ClusteredSampling cut = new ClusteredSampling(layout, block -> new byte[12]);
        assertThatThrownBy(() -> cut.sample(1, 1, 10, batch)).hasMessageContaining("had 12");
    }

    private void fill(int transitions) {
        float[] states = new float[2 * WIDTH];
        for (int i = 0; i < transitions; i++) {
            for (int k = 0; k < states.length; k++) {
                states[k] = i + 0.001f * k;
            }
            long[] masks = {i, i + 1, i + 2, i % 64};
            ring.append(states, i % ACTIONS, i * 0.5f, i % 10 == 0 ? 0 : 0.9f, 0.25f, i % 5, i / 5, masks);
        }
    }
}
