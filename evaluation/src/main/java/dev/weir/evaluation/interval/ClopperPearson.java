package dev.weir.evaluation.interval;

/**
 * The exact interval of a probability from k successes in n independent trials (Clopper and Pearson 1934): never covers less
 * than it says. For terms in [0, B], Σ terms / B may stand for k: of all variables in [0, 1] with one mean the trial of 0 or 1
 * varies most.
 */
public final class ClopperPearson {
    private ClopperPearson() {}

    /**
     * The interval.
     *
     * @param successes k in [0, n]; need not be whole
     * @param trials    n, above 0
     */
    public static Interval of(double successes, double trials, double level) {
        Interval.checkLevel(level);
        if (!(trials > 0 && successes >= 0 && successes <= trials)) {
            throw new IllegalArgumentException(
                    "successes must be in [0, trials], were " + successes + " of " + trials + " trials");
        }
        double tail = (1 - level) / 2;
        double lower = successes == 0 ? 0 : Beta.quantile(tail, successes, trials - successes + 1);
        double upper = successes == trials ? 1 : Beta.quantile(1 - tail, successes + 1, trials - successes);
        return new Interval(lower, upper, level);
    }
}
