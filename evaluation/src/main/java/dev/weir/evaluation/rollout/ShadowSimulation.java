package dev.weir.evaluation.rollout;

import dev.weir.rl.random.CounterRandom;
import dev.weir.rl.random.Gaussian;
import java.util.List;

/**
 * Shadows that never were, to know how often their intervals hold what the candidate is worth, how wide they are beside those
 * of one who knows the true rewards, and how often nothing is promised. Units make 1 to 20 decisions; a decision has one of
 * four kinds of contexts and five actions; a reward's deviation is the mean reward, half of its variance shared by the unit's
 * other decisions. What is served is a fixed policy, or learns by Thompson sampling as the rollout goes on.
 */
public final class ShadowSimulation {
    static final int CONTEXTS = 4;
    static final int ACTIONS = 5;
    private static final int MOST_DECISIONS = 20;
    private static final long LOOK_EVERY = 50;
    private static final long WORLD = 1;
    private static final long COUNT = 2;
    private static final long UNIT = 3;
    private static final long NOISE = 4;
    private static final long CONTEXT = 5;
    private static final long SERVED = 6;

    private final Case what;
    private final int units;
    private final double alpha;

    /**
     * What is played.
     *
     * @param served    what decides
     * @param candidate what decides beside it
     * @param skewed    log-normal rewards, else normal ones
     */
    public record Case(SimulatedPolicy.Kind served, SimulatedPolicy.Kind candidate, boolean skewed) {}

    /**
     * How a run ended.
     *
     * @param cannot   why the last look promised nothing; empty: it promised
     * @param held     whether every look that promised held the truth
     * @param atTheEnd whether the last look did
     * @param snips    whether every look that promised held it by SNIPS
     * @param width    of the last interval over that by known rewards; NaN where either promises nothing
     */
    public record Run(List<String> cannot, boolean held, boolean atTheEnd, boolean snips, double width) {
        public Run {
            cannot = List.copyOf(cannot);
        }

        /** Whether the last look promised anything. */
        public boolean promised() {
            return cannot.isEmpty();
        }
    }

    public ShadowSimulation(Case what, int units, double alpha) {
        this.what = what;
        this.units = units;
        this.alpha = alpha;
    }

    /** Plays one. */
    public Run run(long seed) {
        double[][] means = means(seed);
        SimulatedPolicy served = new SimulatedPolicy(what.served, CounterRandom.bits(seed, SERVED, 0), means);
        SimulatedPolicy candidate = new SimulatedPolicy(what.candidate, CounterRandom.bits(seed, SERVED, 1), means);
        ShadowScore score = new ShadowScore(alpha, units);
        ShadowScore known = new ShadowScore(alpha, units);
        double worth = 0;
        boolean held = true;
        boolean snips = true;
        long decision = 0;
        for (int u = 0; u < units; u++) {
            int count = 1 + (int) (MOST_DECISIONS * CounterRandom.uniform(seed, COUNT, u));
            double[] terms = new double[ShadowScore.TERMS];
            double[] knownTerms = new double[ShadowScore.TERMS];
            double worthOfUnit = 0;
            for (int d = 0; d < count; d++, decision++) {
                int context = (int) (CONTEXTS * CounterRandom.uniform(seed, CONTEXT, decision));
                double[] mu = served.pmf(context, decision);
                double[] pi = candidate.pmf(context, decision);
                int action = draw(mu, CounterRandom.uniform(seed, SERVED, decision + 2));
                double reward = reward(seed, u, decision, means[context][action]);
                double[] expected = candidate.values(context);
                add(terms, score.terms(row(mu, pi, action, reward, expected)), count);
                add(knownTerms, known.terms(row(mu, pi, action, reward, means[context])), count);
                worthOfUnit += worth(candidate, decision, means) / count;
                served.learn(context, action, reward);
                candidate.learn(context, action, reward);
            }
            score.matured(terms);
            known.matured(knownTerms);
            worth += worthOfUnit;
            ShadowLook look = (u + 1) % LOOK_EVERY == 0 ? score.look() : null;
            if (look != null && look.promised()) {
                held &= look.doublyRobust().interval().holds(worth / (u + 1));
                snips &= look.snips().interval().holds(worth / (u + 1));
            }
        }
        ShadowLook last = score.look();
        double width = last.doublyRobust().interval().width()
                / known.look().doublyRobust().interval().width();
        boolean atTheEnd = last.doublyRobust().interval().holds(worth / units);
        return new Run(last.cannot(), held, atTheEnd, snips, width);
    }

    private static Shadowed row(double[] mu, double[] pi, int action, double reward, double[] expected) {
        return Shadowed.of(mu, mu[action], action, pi, reward, expectation(pi, expected), expected[action], null);
    }

    private static void add(double[] sums, double[] terms, int count) {
        for (int i = 0; i < sums.length; i++) {
            sums[i] += terms[i] / count;
        }
    }

    private static double expectation(double[] pmf, double[] values) {
        double sum = 0;
        for (int a = 0; a < pmf.length; a++) {
            sum += pmf[a] * values[a];
        }
        return sum;
    }

    /** What the candidate is worth as it is now, over all contexts. */
    private static double worth(SimulatedPolicy candidate, long decision, double[][] means) {
        double sum = 0;
        for (int c = 0; c < CONTEXTS; c++) {
            sum += expectation(candidate.pmf(c, decision), means[c]) / CONTEXTS;
        }
        return sum;
    }

    private static int draw(double[] pmf, double u) {
        double cumulated = 0;
        for (int a = 0; a < ACTIONS - 1; a++) {
            cumulated += pmf[a];
            if (u < cumulated) {
                return a;
            }
        }
        return ACTIONS - 1;
    }

    private static double[][] means(long seed) {
        double[][] means = new double[CONTEXTS][ACTIONS];
        for (int i = 0; i < CONTEXTS * ACTIONS; i++) {
            means[i / ACTIONS][i % ACTIONS] = 0.5 + CounterRandom.uniform(seed, WORLD, i);
        }
        return means;
    }

    private double reward(long seed, int unit, long decision, double mean) {
        double shared = Gaussian.at(seed, UNIT, unit);
        double own = Gaussian.at(seed, NOISE, decision);
        if (!what.skewed) {
            return mean + Math.sqrt(0.5) * (shared + own);
        }
        double variance = StrictMath.log(2);
        double common = StrictMath.log(1.5);
        return mean * StrictMath.exp(Math.sqrt(common) * shared + Math.sqrt(variance - common) * own - variance / 2);
    }
}
