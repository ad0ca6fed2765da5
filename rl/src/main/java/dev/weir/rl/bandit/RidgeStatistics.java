package dev.weir.rl.bandit;

import dev.weir.rl.feature.SparseVector;
import dev.weir.rl.learn.PagedState;
import dev.weir.rl.learn.SavedPages;
import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * Sufficient statistics of ridge regression on raw features: A = Σ wₜ φₜφₜᵀ, b = Σ wₜ rₜ φₜ, Σ wₜ rₜ², Σ wₜ. To forget, the
 * weight of each new transition grows by 1/γ instead of all older ones shrinking by γ: the ratio is the same, and one
 * transition touches only its own places. Confined to one thread.
 */
final class RidgeStatistics implements PagedState {
    private static final int DOUBLES = PAGE_BYTES / Double.BYTES;
    private static final int HEADER = 4;
    private static final double RENORMALISE_ABOVE = 1e100;

    private final int width;
    private final double forgetting;
    private final double[] gram;
    private final double[] moment;
    private final boolean[] dirty;
    private long transitions;
    private double weight = 1;
    private double sumWeights;
    private double sumSquares;

    RidgeStatistics(int width, double forgetting) {
        this.width = width;
        this.forgetting = forgetting;
        this.gram = new double[row(width)];
        this.moment = new double[width];
        this.dirty = new boolean[1 + (gram.length + DOUBLES - 1) / DOUBLES];
        Arrays.fill(dirty, true);
    }

    /** Where row i of a packed lower triangle begins. */
    static int row(int i) {
        return i * (i + 1) / 2;
    }

    /** Adds one transition. */
    void add(SparseVector phi, double reward) {
        if (transitions > 0) {
            weight /= forgetting;
        }
        if (weight > RENORMALISE_ABOVE) {
            renormalise();
        }
        transitions++;
        sumWeights += weight;
        sumSquares += weight * reward * reward;
        dirty[0] = true;
        int n = phi.size();
        for (int p = 0; p < n; p++) {
            int i = phi.place(p);
            double weighted = weight * phi.value(p);
            moment[i] += weighted * reward;
            for (int q = 0; q < n; q++) {
                int j = phi.place(q);
                if (j <= i) {
                    int at = row(i) + j;
                    gram[at] += weighted * phi.value(q);
                    dirty[1 + at / DOUBLES] = true;
                }
            }
        }
    }

    private void renormalise() {
        double factor = 1 / weight;
        for (int i = 0; i < gram.length; i++) {
            gram[i] *= factor;
        }
        for (int i = 0; i < width; i++) {
            moment[i] *= factor;
        }
        sumWeights *= factor;
        sumSquares *= factor;
        weight = 1;
        Arrays.fill(dirty, true);
    }

    int width() {
        return width;
    }

    long transitions() {
        return transitions;
    }

    /** Transitions that count now: Σ γ^(age). */
    double effectiveTransitions() {
        return sumWeights / weight;
    }

    /** Σ γ^(age) r². */
    double squares() {
        return sumSquares / weight;
    }

    /** Aᵢⱼ for j ≤ i, the newest transition having weight 1. */
    double gram(int i, int j) {
        return gram[row(i) + j] / weight;
    }

    /** bᵢ, the newest transition having weight 1. */
    double moment(int i) {
        return moment[i] / weight;
    }

    @Override
    public int pages() {
        return dirty.length;
    }

    @Override
    public boolean dirty(int index) {
        return dirty[index];
    }

    @Override
    public void markClean() {
        Arrays.fill(dirty, false);
    }

    @Override
    public byte[] page(int index) {
        if (index == 0) {
            ByteBuffer page = ByteBuffer.allocate((HEADER + width) * Double.BYTES);
            page.putLong(transitions).putDouble(weight).putDouble(sumWeights).putDouble(sumSquares);
            page.asDoubleBuffer().put(moment);
            return page.array();
        }
        int from = (index - 1) * DOUBLES;
        int count = Math.min(DOUBLES, gram.length - from);
        ByteBuffer page = ByteBuffer.allocate(count * Double.BYTES);
        page.asDoubleBuffer().put(gram, from, count);
        return page.array();
    }

    @Override
    public void restore(SavedPages saved) {
        byte[][] pages = saved.all();
        validate(pages);
        ByteBuffer head = ByteBuffer.wrap(pages[0]);
        transitions = head.getLong();
        weight = head.getDouble();
        sumWeights = head.getDouble();
        sumSquares = head.getDouble();
        head.asDoubleBuffer().get(moment);
        for (int i = 1; i < pages.length; i++) {
            int from = (i - 1) * DOUBLES;
            ByteBuffer.wrap(pages[i]).asDoubleBuffer().get(gram, from, Math.min(DOUBLES, gram.length - from));
        }
        markClean();
    }

    private void validate(byte[][] pages) {
        if (pages.length != dirty.length) {
            throw new IllegalArgumentException("state must have " + dirty.length + " pages, had " + pages.length);
        }
        for (int i = 0; i < pages.length; i++) {
            int doubles = i == 0 ? HEADER + width : Math.min(DOUBLES, gram.length - (i - 1) * DOUBLES);
            if (pages[i].length != doubles * Double.BYTES) {
                throw new IllegalArgumentException(
                        "page " + i + " must have " + doubles * Double.BYTES + " bytes, had " + pages[i].length);
            }
            ByteBuffer page = ByteBuffer.wrap(pages[i]);
            if (i == 0 && page.getLong() < 0) {
                throw new IllegalArgumentException("page 0: count of transitions must not be negative");
            }
            while (page.hasRemaining()) {
                double value = page.getDouble();
                if (!Double.isFinite(value)) {
                    throw new IllegalArgumentException("page " + i + " must hold finite numbers, had " + value);
                }
            }
        }
    }
}
