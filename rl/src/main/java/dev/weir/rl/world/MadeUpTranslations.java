package dev.weir.rl.world;

import dev.weir.rl.decision.ActionSpace;
import dev.weir.rl.decision.Candidate;
import dev.weir.rl.decision.DecisionProblem;
import dev.weir.rl.decision.Situation;
import dev.weir.rl.feature.FeatureSchema;
import dev.weir.rl.feature.FeatureSpec;
import dev.weir.rl.feature.Features;
import dev.weir.rl.random.CounterRandom;
import dev.weir.rl.random.Gaussian;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Made-up translation systems, each good at its own domains: which candidate is best depends on the text's domain and
 * length and on the candidate's fluency, so that no fixed system comes near the optimum. The expected score is
 * −|1.5 + gap(system, domain)| − strain(system) · length² − 0.8 · (1 − fluency), the gaps of a system adding up to zero; what
 * a person says adds noise of deviation 1. The square of the length is not among the features: the linear model has to do
 * without.
 */
public final class MadeUpTranslations implements World {
    private static final List<String> DOMAINS = List.of("news", "legal", "medical", "chat", "software");
    private static final List<String> SYSTEMS =
            List.of("alder", "birch", "cedar", "elm", "hazel", "larch", "maple", "willow");
    private static final long SKILLS = 0x736b696c6c73L; // "skills"
    private static final long ROUNDS = 0x726f756e6473L; // "rounds"
    private static final long NOISE = 0x6e6f697365L; // "noise"
    private static final int BASELINE_ROUNDS = 20_000;
    private static final int DRAWS = 2 + 1;

    private final DecisionProblem problem = new DecisionProblem(
            new FeatureSchema(
                    List.of(new FeatureSpec.Categorical("domain", DOMAINS), new FeatureSpec.Numeric("length", 1, 0))),
            new ActionSpace.Candidates(
                    new FeatureSchema(List.of(
                            new FeatureSpec.Categorical("system", SYSTEMS),
                            new FeatureSpec.Numeric("fluency", 1, Double.NaN))),
                    100));
    private final long seed;
    private final double[][] gap = new double[SYSTEMS.size()][DOMAINS.size()];
    private final double[] strain = new double[SYSTEMS.size()];

    public MadeUpTranslations(long seed) {
        this.seed = seed;
        for (int s = 0; s < SYSTEMS.size(); s++) {
            strain[s] = CounterRandom.uniform(seed, SKILLS, s);
            for (int d = 0; d < DOMAINS.size(); d++) {
                gap[s][d] = 1.2 * (2 * CounterRandom.uniform(seed, SKILLS + 1, s * DOMAINS.size() + d) - 1);
            }
            centre(gap[s]);
        }
    }

    /** No system is better than another over all domains: which is best depends on the domain. */
    private static void centre(double[] gaps) {
        double sum = 0;
        for (double gap : gaps) {
            sum += gap;
        }
        for (int d = 0; d < gaps.length; d++) {
            gaps[d] = 0.75 * (gaps[d] - sum / gaps.length);
        }
    }

    @Override
    public DecisionProblem problem() {
        return problem;
    }

    @Override
    public long roundsOfAPass() {
        return Long.MAX_VALUE;
    }

    @Override
    public Round round(long index) {
        int domain = (int) (CounterRandom.uniform(seed, ROUNDS, index * DRAWS) * DOMAINS.size());
        double length = CounterRandom.uniform(seed, ROUNDS, index * DRAWS + 1);
        double[] fluency = new double[SYSTEMS.size()];
        for (int s = 0; s < fluency.length; s++) {
            fluency[s] = CounterRandom.uniform(seed, ROUNDS + 1 + s, index);
        }
        return new Text(index, domain, length, fluency);
    }

    /** Means over {@value #BASELINE_ROUNDS} rounds of this seed, of expected scores: their standard error is below 0.01. */
    @Override
    public Baselines baselines() {
        double uniform = 0;
        double best = 0;
        double[] fixed = new double[SYSTEMS.size()];
        for (long i = 0; i < BASELINE_ROUNDS; i++) {
            Round round = round(i);
            double greatest = Double.NEGATIVE_INFINITY;
            for (int s = 0; s < fixed.length; s++) {
                double expected = round.expectedReward(s);
                uniform += expected / fixed.length;
                fixed[s] += expected;
                greatest = Math.max(greatest, expected);
            }
            best += greatest;
        }
        double bestFixed = Double.NEGATIVE_INFINITY;
        for (double sum : fixed) {
            bestFixed = Math.max(bestFixed, sum);
        }
        return new Baselines(uniform / BASELINE_ROUNDS, bestFixed / BASELINE_ROUNDS, best / BASELINE_ROUNDS);
    }

    private final class Text implements Round {
        private final long index;
        private final int domain;
        private final double length;
        private final double[] fluency;

        private Text(long index, int domain, double length, double[] fluency) {
            this.index = index;
            this.domain = domain;
            this.length = length;
            this.fluency = fluency;
        }

        @Override
        public String unit() {
            return "reader-" + index % 1000;
        }

        @Override
        public Situation situation() {
            List<Candidate> candidates = new ArrayList<>();
            for (int s = 0; s < fluency.length; s++) {
                String system = SYSTEMS.get(s);
                candidates.add(new Candidate(system, new Features(new double[] {fluency[s]}, new String[] {system})));
            }
            return new Situation(
                    new Features(new double[] {length}, new String[] {DOMAINS.get(domain)}), candidates, null);
        }

        @Override
        public Map<String, Double> metrics(int action) {
            return Map.of("score", reward(action));
        }

        @Override
        public double reward(int action) {
            return expectedReward(action) + Gaussian.at(seed, NOISE + action, index);
        }

        @Override
        public double expectedReward(int action) {
            return -Math.abs(1.5 + gap[action][domain])
                    - strain[action] * length * length
                    - 0.8 * (1 - fluency[action]);
        }
    }
}
