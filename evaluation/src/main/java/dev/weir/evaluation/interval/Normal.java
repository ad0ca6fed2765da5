package dev.weir.evaluation.interval;

/** The standard normal distribution's function, by Marsaglia's series (2004) and the tail's continued fraction. */
final class Normal {
    private Normal() {}

    /** P(Z ≤ z), to about 1e-15. */
    static double cumulative(double z) {
        if (Double.isNaN(z)) {
            return Double.NaN;
        }
        double density = StrictMath.exp(-z * z / 2) / Math.sqrt(2 * Math.PI);
        if (Math.abs(z) > 6) {
            double fraction = 0;
            for (int k = 60; k >= 1; k--) {
                fraction = k / (Math.abs(z) + fraction);
            }
            double tail = density / (Math.abs(z) + fraction);
            return z < 0 ? tail : 1 - tail;
        }
        double term = z;
        double sum = z;
        for (int k = 3; Math.abs(term) > 1e-18 && k < 400; k += 2) {
            term *= z * z / k;
            sum += term;
        }
        return 0.5 + sum * density;
    }
}
