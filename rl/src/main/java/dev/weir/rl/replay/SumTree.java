package dev.weir.rl.replay;

/**
 * Sums of priorities as a binary tree (Schaul et al. 2016, appendix B.2.1). A parent is always left + right, computed
 * again and never changed by a difference: so the tree is a pure function of its leaves. Confined to one thread.
 */
public final class SumTree {
    private final int leaves;
    private final double[] nodes;

    /** All 0. */
    public SumTree(int capacity) {
        this.leaves = Math.max(1, Integer.highestOneBit(Math.max(1, capacity - 1)) << 1);
        this.nodes = new double[2 * leaves];
    }

    /** Sets a leaf and its ancestors. */
    public void set(int leaf, double priority) {
        int i = leaves + leaf;
        nodes[i] = priority;
        while (i > 1) {
            i >>= 1;
            nodes[i] = nodes[2 * i] + nodes[2 * i + 1];
        }
    }

    /** Sets a leaf alone; {@link #sum} must follow. */
    void setLeaf(int leaf, double priority) {
        nodes[leaves + leaf] = priority;
    }

    /** Computes every parent. */
    void sum() {
        for (int i = leaves - 1; i > 0; i--) {
            nodes[i] = nodes[2 * i] + nodes[2 * i + 1];
        }
    }

    /** Priority of a leaf. */
    public double get(int leaf) {
        return nodes[leaves + leaf];
    }

    /** Sum of all. */
    public double total() {
        return nodes[1];
    }

    /** The leaf in whose share of the sum a mass in [0, total) falls; never one of priority 0, if any is positive. */
    public int find(double mass) {
        int i = 1;
        double left = mass;
        while (i < leaves) {
            i <<= 1;
            if (left >= nodes[i] && nodes[i + 1] > 0) {
                left -= nodes[i];
                i++;
            }
        }
        return i - leaves;
    }
}
