package dev.weir.rl.replay;

/**
 * Sums of priorities as a tree (Schaul et al. 2016, appendix B.2.1), of eight children a node, for a line of the cache
 * holds eight numbers. A parent is always the sum of its children, computed again and never changed by a difference: so
 * the tree is a pure function of its leaves. Confined to one thread.
 */
public final class SumTree {
    private static final int FAN = 8;
    private static final int FAN_BITS = 3;

    private final float[] leaves;
    private final double[][] levels;

    /** All 0. */
    public SumTree(int capacity) {
        int groups = Math.max(1, (capacity + FAN - 1) / FAN);
        this.leaves = new float[groups * FAN];
        int depth = 1;
        for (int n = groups; n > 1; n = (n + FAN - 1) / FAN) {
            depth++;
        }
        this.levels = new double[depth][];
        for (int level = 0, n = groups; level < depth; level++, n = (n + FAN - 1) / FAN) {
            levels[level] = new double[level == depth - 1 ? 1 : (n + FAN - 1) / FAN * FAN];
        }
    }

    /** Sets a leaf and its ancestors. */
    public void set(int leaf, float priority) {
        leaves[leaf] = priority;
        int node = leaf >> FAN_BITS;
        levels[0][node] = sumOfLeaves(node);
        for (int level = 1; level < levels.length; level++) {
            node >>= FAN_BITS;
            levels[level][node] = sum(levels[level - 1], node);
        }
    }

    private double sumOfLeaves(int node) {
        float[] x = leaves;
        int i = node << FAN_BITS;
        return (((double) x[i] + x[i + 1]) + ((double) x[i + 2] + x[i + 3]))
                + (((double) x[i + 4] + x[i + 5]) + ((double) x[i + 6] + x[i + 7]));
    }

    private static double sum(double[] x, int node) {
        int i = node << FAN_BITS;
        return ((x[i] + x[i + 1]) + (x[i + 2] + x[i + 3])) + ((x[i + 4] + x[i + 5]) + (x[i + 6] + x[i + 7]));
    }

    /** Sets a leaf alone; {@link #sum} must follow. */
    void setLeaf(int leaf, float priority) {
        leaves[leaf] = priority;
    }

    /** Computes every parent. */
    void sum() {
        for (int node = 0; node < leaves.length >> FAN_BITS; node++) {
            levels[0][node] = sumOfLeaves(node);
        }
        for (int level = 1; level < levels.length; level++) {
            int nodes = levels[level - 1].length >> FAN_BITS;
            for (int node = 0; node < nodes; node++) {
                levels[level][node] = sum(levels[level - 1], node);
            }
        }
    }

    /** Priority of a leaf. */
    public float get(int leaf) {
        return leaves[leaf];
    }

    /** Sum of all. */
    public double total() {
        return levels[levels.length - 1][0];
    }

    /**
     * Replaces each mass in [0, total) by what is left of it within the share of the leaf in which it falls; never one of
     * priority 0, if any is positive. Goes down level by level for all, so that their misses of the cache overlap.
     */
    public void find(double[] masses, int[] found) {
        int n = found.length;
        for (int s = 0; s < n; s++) {
            found[s] = 0;
        }
        for (int level = levels.length - 2; level >= 0; level--) {
            double[] x = levels[level];
            for (int s = 0; s < n; s++) {
                int first = found[s] << FAN_BITS;
                double left = masses[s];
                int i = first;
                while (i < first + FAN && left >= x[i]) {
                    left -= x[i++];
                }
                if (i == first + FAN) { // rounding left the sum a little below the mass
                    for (i--; i > first && x[i] == 0; ) {
                        i--;
                    }
                    left = x[i];
                }
                found[s] = i;
                masses[s] = left;
            }
        }
        findLeaves(masses, found);
    }

    private void findLeaves(double[] masses, int[] found) {
        float[] x = leaves;
        for (int s = 0; s < found.length; s++) {
            int first = found[s] << FAN_BITS;
            double left = masses[s];
            int i = first;
            while (i < first + FAN && left >= x[i]) {
                left -= x[i++];
            }
            if (i == first + FAN) {
                for (i--; i > first && x[i] == 0; ) {
                    i--;
                }
            }
            found[s] = i;
        }
    }
}
