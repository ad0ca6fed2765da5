package dev.weir.ops.evaluate;

import dev.weir.evaluation.model.CrossFit;
import dev.weir.rl.decision.DecisionProblem;
import dev.weir.rl.decision.Situation;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * The one action that looks best over all situations, chosen on one half of the units and done in the other: chosen and
 * valued on the same rows it would look better than it is. The mean of an action is Σ r/p / Σ 1/p, drawn towards the mean of
 * all as if by 50 rows. Where the action is not allowed the next best is done. Confined to one thread.
 */
final class BestConstant implements EvaluatedPolicy {
    private static final long SEED = 0x636f_6e73_7461_6e74L; // "constant"
    private static final double PRIOR_ROWS = 50;
    private static final int MOST = 100_000;

    private final String name;
    private final DecisionProblem problem;
    private final Map<String, double[][]> byAction = new HashMap<>(); // [half][rows, Σ r/p, Σ 1/p]
    private final double[][] all = new double[2][3];
    private final TreeSet<String> done = new TreeSet<>();

    BestConstant(String name, DecisionProblem problem) {
        this.name = name;
        this.problem = problem;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public void learn(LogRow row) {
        int half = CrossFit.fold(row.unit(), 2, SEED);
        double[][] sums = byAction.computeIfAbsent(id(row.situation(), row.place()), a -> new double[2][3]);
        if (byAction.size() > MOST) {
            throw new IllegalArgumentException(
                    "best-constant: expected at most " + MOST + " different actions in the log, were more");
        }
        add(sums[half], row);
        add(all[half], row);
    }

    private static void add(double[] sums, LogRow row) {
        sums[0]++;
        sums[1] += row.reward() / row.propensity();
        sums[2] += 1 / row.propensity();
    }

    @Override
    public double[] pmf(LogRow row) {
        int other = 1 - CrossFit.fold(row.unit(), 2, SEED);
        Situation situation = row.situation();
        double[] pmf = new double[problem.allowedCount(situation)];
        int best = 0;
        double greatest = Double.NEGATIVE_INFINITY;
        for (int i = 0; i < pmf.length; i++) {
            double looks = looks(id(situation, i), other);
            if (looks > greatest) {
                greatest = looks;
                best = i;
            }
        }
        pmf[best] = 1;
        if (done.size() < 10) {
            done.add(id(situation, best));
        }
        return pmf;
    }

    private double looks(String action, int half) {
        double mean = all[half][2] > 0 ? all[half][1] / all[half][2] : 0;
        double[][] sums = byAction.get(action);
        if (sums == null || sums[half][0] == 0) {
            return mean - 1e-9 * Math.abs(mean) - Double.MIN_NORMAL; // never before an action that was tried
        }
        double own = sums[half][1] / sums[half][2];
        return mean + (own - mean) * sums[half][0] / (sums[half][0] + PRIOR_ROWS);
    }

    private String id(Situation situation, int place) {
        return problem.actionId(situation, problem.actionIndex(situation, place));
    }

    @Override
    public @Nullable String note() {
        return "chosen on one half of the units, valued on the other: " + String.join(", ", done);
    }
}
