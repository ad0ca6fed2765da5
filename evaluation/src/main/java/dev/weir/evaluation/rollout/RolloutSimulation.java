package dev.weir.evaluation.rollout;

import dev.weir.evaluation.rollout.Advice.Step;
import dev.weir.rl.random.CounterRandom;
import dev.weir.rl.random.Gaussian;

/**
 * Rollouts that never happened, to know beforehand how often one would end how, and after how many units. Units make 1 to 20
 * decisions; a decision's reward has the deviation that is asked for, in units of its mean, half of its variance shared by
 * the unit's other decisions; the mean has a trend.
 */
public final class RolloutSimulation {
    private static final int MOST_DECISIONS = 20;
    private static final long LOOK_EVERY = 100;
    private static final long ARM = 1;
    private static final long COUNT = 2;
    private static final long UNIT = 3;
    private static final long NOISE = 4;

    private final Case what;
    private final RolloutAnalysis.Settings settings;
    private final Ramp ramp;

    /**
     * What is played.
     *
     * @param effect    of the challenger on the mean, relative: 0.05 is five per cent more
     * @param deviation of a decision's reward, relative to its mean
     * @param trend     of the mean from the first unit to the last, relative
     * @param skewed    log-normal rewards, else normal ones
     * @param leak      factor by which the challenger gets more units than it is to; 1: the split is right
     */
    public record Case(double effect, double deviation, double trend, boolean skewed, double leak) {}

    /**
     * How a run ended.
     *
     * @param step      the last advice
     * @param units     that had come by then
     * @param exposed   units that had got the challenger
     * @param naive     what comparing plain means of all units at every look would have done: a z-test at the same α
     * @param atTheEnd  what the same z-test would have done, looked at once, after all units
     */
    public record Run(Step step, long units, long exposed, Step naive, Step atTheEnd) {}

    public RolloutSimulation(Case what, RolloutAnalysis.Settings settings, Ramp ramp) {
        this.what = what;
        this.settings = settings;
        this.ramp = ramp;
    }

    /** Plays one. */
    public Run run(long seed) {
        RolloutAnalysis analysis = new RolloutAnalysis(settings);
        Naive naive = new Naive(settings.alpha());
        Step ended = Step.CONTINUE;
        Step naively = Step.CONTINUE;
        long units = settings.mostUnits();
        long exposed = 0;
        for (long u = 0; u < settings.mostUnits(); u++) {
            double share = ramp.share(u);
            double odds = share / (1 - share) * what.leak;
            boolean challenger = CounterRandom.uniform(seed, ARM, u) < odds / (1 + odds);
            double value = value(seed, u, challenger);
            naive.add(challenger, value);
            if (ended == Step.CONTINUE) {
                exposed += challenger ? 1 : 0;
                analysis.assigned(challenger, share);
                analysis.matured(challenger, share, value);
            }
            if ((u + 1) % LOOK_EVERY == 0) {
                if (ended == Step.CONTINUE) {
                    ended = analysis.look().step();
                    units = u + 1;
                }
                if (naively == Step.CONTINUE && naive.smaller() >= settings.leastUnits()) {
                    naively = naive.look();
                }
            }
        }
        return new Run(ended, units, exposed, naively, naive.look());
    }

    /** Mean reward of a unit. */
    private double value(long seed, long unit, boolean challenger) {
        double mean = (1 + what.trend * unit / settings.mostUnits()) * (challenger ? 1 + what.effect : 1);
        int decisions = 1 + (int) (MOST_DECISIONS * CounterRandom.uniform(seed, COUNT, unit));
        double shared = Gaussian.at(seed, UNIT, unit);
        if (!what.skewed) {
            double own = Gaussian.at(seed, NOISE, unit) / Math.sqrt(decisions);
            return mean * (1 + what.deviation * Math.sqrt(0.5) * (shared + own));
        }
        double variance = StrictMath.log(1 + what.deviation * what.deviation);
        double common = StrictMath.log(1 + what.deviation * what.deviation / 2); // so that rewards correlate by a half
        double sum = 0;
        for (int d = 0; d < decisions; d++) {
            double own = Gaussian.at(seed, NOISE, unit * MOST_DECISIONS + d);
            sum += StrictMath.exp(Math.sqrt(common) * shared + Math.sqrt(variance - common) * own - variance / 2);
        }
        return mean * sum / decisions;
    }

    /** What people do without thinking: plain means of all units so far, a z-test, at every look. */
    private static final class Naive {
        private final double limit;
        private final double[] count = new double[2];
        private final double[] mean = new double[2];
        private final double[] squares = new double[2];

        private Naive(double alpha) {
            this.limit = Gaussian.quantile(1 - alpha / 2);
        }

        private void add(boolean challenger, double value) {
            int arm = challenger ? 1 : 0;
            count[arm]++;
            double off = value - mean[arm];
            mean[arm] += off / count[arm];
            squares[arm] += off * (value - mean[arm]);
        }

        private double smaller() {
            return Math.min(count[0], count[1]);
        }

        private Step look() {
            double error = Math.sqrt(squares[0] / (count[0] * count[0]) + squares[1] / (count[1] * count[1]));
            double z = (mean[1] - mean[0]) / error;
            return z > limit ? Step.PROMOTE : z < -limit ? Step.ROLL_BACK : Step.CONTINUE;
        }
    }
}
