package dev.weir.evaluation.episode;

import java.util.Arrays;

/** Action values in a table: the mean target of each pair of state and action, 0 where the log has none. */
public final class TabularQ implements QFunction {
    private final int actions;
    private final int[] state;
    private final int[] action;
    private final int[] next;
    private final double[] table;
    private final double[] counts;

    /**
     * All values 0.
     *
     * @param states number of states
     * @param state  [rows] sₜ, 0 … states − 1
     * @param next   [rows] sₜ₊₁
     */
    public TabularQ(EpisodeLog log, int states, int[] state, int[] next) {
        this.actions = log.actions();
        this.state = state;
        this.action = log.action();
        this.next = next;
        this.table = new double[states * actions];
        this.counts = new double[table.length];
    }

    @Override
    public void fit(double[] targets) {
        Arrays.fill(table, 0);
        Arrays.fill(counts, 0);
        for (int i = 0; i < targets.length; i++) {
            if (!Double.isNaN(targets[i])) {
                int pair = state[i] * actions + action[i];
                table[pair] += targets[i];
                counts[pair]++;
            }
        }
        for (int i = 0; i < table.length; i++) {
            table[i] = counts[i] > 0 ? table[i] / counts[i] : 0;
        }
    }

    @Override
    public void at(int row, double[] values) {
        System.arraycopy(table, state[row] * actions, values, 0, actions);
    }

    @Override
    public void next(int row, double[] values) {
        System.arraycopy(table, next[row] * actions, values, 0, actions);
    }
}
