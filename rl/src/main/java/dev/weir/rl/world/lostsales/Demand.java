package dev.weir.rl.world.lostsales;

/**
 * Distribution of one period's demand on 0, 1, 2, …
 */
public sealed interface Demand {
    /** Mass beyond which a table of probabilities ends. */
    double TAIL = 1e-13;

    /** Expected demand of a period, in units. */
    double mean();

    /** P(D = k) for k = 0, 1, … until the mass left is below {@link #TAIL}, which the last entry takes. */
    double[] probabilities();

    /** Smallest k with P(D ≤ k) > u, for u in [0, 1): the inverse of the distribution. */
    default int quantile(double u) {
        double[] p = probabilities();
        double cumulated = 0;
        for (int k = 0; k < p.length; k++) {
            cumulated += p[k];
            if (u < cumulated) {
                return k;
            }
        }
        return p.length - 1;
    }

    /** Poisson demand. */
    record Poisson(double mean) implements Demand {
        public Poisson {
            check(mean);
        }

        @Override
        public double[] probabilities() {
            double p = StrictMath.exp(-mean);
            return table(p, (previous, k) -> previous * mean / k);
        }
    }

    /** Geometric demand on 0, 1, …: P(D = k) = (1 − q) qᵏ with q = mean / (1 + mean). */
    record Geometric(double mean) implements Demand {
        public Geometric {
            check(mean);
        }

        @Override
        public double[] probabilities() {
            double q = mean / (1 + mean);
            return table(1 - q, (previous, k) -> previous * q);
        }
    }

    /** Next probability from the one before it. */
    interface Recurrence {
        double next(double previous, int k);
    }

    private static double[] table(double first, Recurrence recurrence) {
        double[] p = new double[64];
        double left = 1;
        double current = first;
        int k = 0;
        while (true) {
            if (k == p.length) {
                p = java.util.Arrays.copyOf(p, 2 * k);
            }
            p[k] = current;
            left -= current;
            if (left < TAIL && current < first + left) {
                p[k] += left;
                return java.util.Arrays.copyOf(p, k + 1);
            }
            k++;
            current = recurrence.next(current, k);
        }
    }

    private static void check(double mean) {
        if (!(mean > 0 && mean <= 500)) { // e^-mean must not vanish
            throw new IllegalArgumentException("mean demand must be in (0, 500], was " + mean);
        }
    }
}
