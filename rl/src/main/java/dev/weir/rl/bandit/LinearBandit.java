package dev.weir.rl.bandit;

import dev.weir.rl.decision.DecisionProblem;
import dev.weir.rl.feature.SparseVector;
import dev.weir.rl.learn.Experience;
import dev.weir.rl.learn.Learner;
import dev.weir.rl.learn.PagedState;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Linear contextual bandit over features of situation and action (Li et al. 2010; Agrawal and Goyal 2013): E[r | s, a] =
 * θᵀφ(s, a), θ by ridge regression on everything observed. See docs/algorithms/linear-bandit.md.
 */
final class LinearBandit implements Learner {
    private final LinearBanditSpec spec;
    private final LinearEncoder encoder;
    private final RidgeStatistics statistics;
    private final long seed;
    private @Nullable LinearPolicy solved;

    LinearBandit(LinearBanditSpec spec, DecisionProblem problem, long seed) {
        this.spec = spec;
        this.encoder = new LinearEncoder(problem, spec.interactions(), spec.hinges());
        this.statistics = new RidgeStatistics(encoder.width(), spec.forgetting());
        this.seed = seed;
    }

    @Override
    public void observe(Experience experience) {
        double reward = experience.reward();
        if (!Double.isFinite(reward)) {
            throw new IllegalArgumentException("reward must be finite, was " + reward);
        }
        SparseVector phi = encoder.prepare(experience.situation()).features(experience.action());
        for (int i = 0; i < phi.size(); i++) {
            double value = phi.value(i) * reward;
            if (!Double.isFinite(value * value)) {
                throw new IllegalArgumentException("feature " + encoder.nameOf(phi.place(i))
                        + " must be finite and of a size whose square is, was " + phi.value(i));
            }
        }
        solved = null;
        statistics.add(phi, reward);
    }

    @Override
    public long transitions() {
        return statistics.transitions();
    }

    @Override
    public byte[] content() {
        return LinearContent.write(solved(), spec.hinges());
    }

    @Override
    public LinearPolicy policy() {
        return solved();
    }

    private LinearPolicy solved() {
        LinearPolicy policy = solved;
        if (policy == null) {
            policy = new LinearPolicy(encoder, LinearModel.of(statistics, spec, seed));
            solved = policy;
        }
        return policy;
    }

    @Override
    public Map<String, Double> metrics() {
        Map<String, Double> metrics = new TreeMap<>();
        double n = Math.max(statistics.effectiveTransitions(), 1);
        metrics.put("effective-transitions", statistics.effectiveTransitions());
        metrics.put("mean-reward", statistics.moment(0) / n); // place 0 is the constant
        metrics.put("reward-root-mean-square", Math.sqrt(statistics.squares() / n));
        return metrics;
    }

    @Override
    public PagedState state() {
        solved = null; // whoever asks may restore
        return statistics;
    }
}
