package dev.weir.systemtests.evaluation;

import dev.weir.evaluation.estimator.DirectMethod;
import dev.weir.evaluation.estimator.DoublyRobust;
import dev.weir.evaluation.estimator.Evaluation;
import dev.weir.evaluation.estimator.GroupSums;
import dev.weir.evaluation.estimator.Ips;
import dev.weir.evaluation.estimator.Snips;
import dev.weir.evaluation.interval.Bootstrap;
import dev.weir.evaluation.interval.Student;
import dev.weir.rl.random.CounterRandom;
import java.util.List;

/**
 * Rows a second of IPS, SNIPS, DM and DR with Student intervals, the reward model's values given: 10,000,000 rows of 20
 * actions, a hundred times the same 100,000. Its peer is {@code system-tests/peers/evaluation_numpy.py}. Arguments: rows
 * (10000000), rounds (5).
 */
public final class EvaluationSpeed {
    private static final int CHUNK = 100_000;
    private static final int ACTIONS = 20;

    private EvaluationSpeed() {}

    public static void main(String[] arguments) {
        long rows = arguments.length > 0 ? Long.parseLong(arguments[0]) : 10_000_000;
        int rounds = arguments.length > 1 ? Integer.parseInt(arguments[1]) : 5;
        int[] action = new int[CHUNK];
        double[] propensity = new double[CHUNK];
        double[] reward = new double[CHUNK];
        double[] policy = new double[CHUNK * ACTIONS];
        double[] values = new double[CHUNK * ACTIONS];
        fill(action, propensity, reward, policy, values);
        for (int round = 0; round < rounds; round++) {
            long start = System.nanoTime();
            Evaluation evaluation =
                    new Evaluation(List.of(new Ips(), new Snips(), new DirectMethod(), new DoublyRobust()));
            for (long n = 0; n < rows; n++) {
                int i = (int) (n % CHUNK);
                int at = i * ACTIONS;
                evaluation.add(n, action[i], propensity[i], reward[i], policy, at, ACTIONS, values, at);
            }
            List<GroupSums> sums = evaluation.sums();
            double widths = 0;
            for (GroupSums each : sums) {
                widths += Student.of(each.estimate(), 0.95).width();
            }
            double seconds = (System.nanoTime() - start) / 1e9;
            long boot = System.nanoTime();
            new Bootstrap(10_000, 1).estimates(sums);
            double bootSeconds = (System.nanoTime() - boot) / 1e9;
            System.out.printf(
                    "%.2f million rows/s (dr %.6f, widths %.6f); bootstrap of 10,000 × %d groups, 4 estimators: %.2f s%n",
                    rows / seconds / 1e6,
                    sums.get(3).value(),
                    widths,
                    sums.get(0).groups(),
                    bootSeconds);
        }
    }

    private static void fill(int[] action, double[] propensity, double[] reward, double[] policy, double[] values) {
        for (int i = 0; i < CHUNK; i++) {
            double sum = 0;
            for (int a = 0; a < ACTIONS; a++) {
                int at = i * ACTIONS + a;
                policy[at] = 0.1 + CounterRandom.uniform(1, a, i);
                values[at] = CounterRandom.uniform(2, a, i);
                sum += policy[at];
            }
            for (int a = 0; a < ACTIONS; a++) {
                policy[i * ACTIONS + a] /= sum;
            }
            action[i] = (int) (ACTIONS * CounterRandom.uniform(3, 0, i));
            propensity[i] = 1.0 / ACTIONS;
            reward[i] = CounterRandom.uniform(3, 1, i) < values[i * ACTIONS + action[i]] ? 1 : 0;
        }
    }
}
