package dev.weir.systemtests.evaluation;

import dev.weir.evaluation.estimator.DirectMethod;
import dev.weir.evaluation.estimator.DoublyRobust;
import dev.weir.evaluation.estimator.Estimate;
import dev.weir.evaluation.estimator.Estimator;
import dev.weir.evaluation.estimator.Evaluation;
import dev.weir.evaluation.estimator.Ips;
import dev.weir.evaluation.estimator.OptimisticDr;
import dev.weir.evaluation.estimator.SelfNormalisedDr;
import dev.weir.evaluation.estimator.Snips;
import dev.weir.evaluation.estimator.SwitchDr;
import dev.weir.evaluation.model.CrossFit;
import dev.weir.evaluation.model.Design;
import dev.weir.evaluation.model.LoggedRows;
import dev.weir.evaluation.model.LogisticFit;
import dev.weir.evaluation.model.Slope;
import dev.weir.evaluation.model.SoftmaxRegression;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The synthetic bandit of Open Bandit Pipeline's README, from its description: evaluation policy a logistic regression of the
 * action weighted by r/p on a log of its own, reward model a cross-fitted logistic regression with interactions (theirs has none), mean of
 * |V̂ − V| / V over runs beside its table. Arguments: runs (20), rows (10000). Exit code 1 if a bar is missed.
 */
public final class SyntheticBandit {
    private static final double[] LIMITS = {Double.POSITIVE_INFINITY, 10_000, 5000, 1000, 500, 100, 50, 10};
    private static final double RIDGE = 0.01; // C = 100
    private static final String[] NAMES = {"dm", "ips", "snips", "dr", "sndr", "switch-dr", "dros"};
    private static final double[] TABLE = {.0744, .0095, .0067, .0062, .0061, .0062, .0220};

    private SyntheticBandit() {}

    public static void main(String[] arguments) {
        int runs = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 20;
        int rows = arguments.length > 1 ? Integer.parseInt(arguments[1]) : 10_000;
        double[][] errors = errors(runs, rows, 12345);
        boolean good = true;
        for (int e = 0; e < NAMES.length; e++) {
            double mean = mean(errors[e]);
            double error = standardError(errors[e]);
            boolean met = mean <= TABLE[e] + 2 * error;
            good &= met;
            System.out.printf(
                    "%-10s %.4f ± %.4f, table %.4f %s%n", NAMES[e], mean, error, TABLE[e], met ? "met" : "MISSED");
        }
        System.exit(good ? 0 : 1);
    }

    /** [estimators × runs] relative errors, in the order of {@link #NAMES}. */
    static double[][] errors(int runs, int rows, long seed) {
        double[][] errors = new double[NAMES.length][runs];
        for (int run = 0; run < runs; run++) {
            double[] one = run(rows, seed + run);
            for (int e = 0; e < one.length; e++) {
                errors[e][run] = one[e];
            }
        }
        return errors;
    }

    static double mean(double[] values) {
        return Arrays.stream(values).average().orElseThrow();
    }

    static double standardError(double[] values) {
        double mean = mean(values);
        double squares = Arrays.stream(values).map(x -> (x - mean) * (x - mean)).sum();
        return Math.sqrt(squares / (values.length - 1) / values.length);
    }

    private static double[] run(int rows, long seed) {
        SyntheticWorld world = new SyntheticWorld(30, 5, -3, seed);
        SyntheticWorld.Log train = world.log(rows, 1);
        SyntheticWorld.Log test = world.log(rows, 2);
        SoftmaxRegression policy = policy(world, train);
        int actions = world.actions();
        double[] pmf = new double[rows * actions];
        double[] p = new double[actions];
        double truth = 0;
        for (int i = 0; i < rows; i++) {
            policy.probabilities(test.contexts(), i * world.width(), p);
            System.arraycopy(p, 0, pmf, i * actions, actions);
            for (int a = 0; a < actions; a++) {
                truth += p[a] * world.expected(test.contexts(), i, a) / rows;
            }
        }
        double[] q = CrossFit.values(
                world.rows(test, ones(rows)),
                actions,
                new LogisticFit(Design.of(world.width(), actions, true), 1),
                3,
                7);
        List<Estimate> estimates = evaluate(test, pmf, q, actions);
        double[] errors = new double[estimates.size()];
        for (int e = 0; e < errors.length; e++) {
            errors[e] = Math.abs(estimates.get(e).value() - truth) / truth;
        }
        return errors;
    }

    private static SoftmaxRegression policy(SyntheticWorld world, SyntheticWorld.Log log) {
        double[] weight = new double[log.action().length];
        Arrays.setAll(weight, i -> log.reward()[i] / log.propensity()[i]);
        boolean[] chosen = new boolean[weight.length];
        Arrays.fill(chosen, true);
        LoggedRows rows = world.rows(log, weight);
        return SoftmaxRegression.fit(rows, world.actions(), chosen, RIDGE);
    }

    /** The limits of SWITCH-DR and DRos are chosen by SLOPE, as whoever has no truth must. */
    private static List<Estimate> evaluate(SyntheticWorld.Log log, double[] pmf, double[] q, int actions) {
        List<Estimator> estimators = new ArrayList<>(
                List.of(new DirectMethod(), new Ips(), new Snips(), new DoublyRobust(), new SelfNormalisedDr()));
        int fixed = estimators.size();
        Arrays.stream(LIMITS).mapToObj(SwitchDr::new).forEach(estimators::add);
        Arrays.stream(LIMITS).mapToObj(OptimisticDr::new).forEach(estimators::add);
        Evaluation evaluation = new Evaluation(estimators);
        for (int i = 0; i < log.action().length; i++) {
            evaluation.add(
                    i,
                    log.action()[i],
                    log.propensity()[i],
                    log.reward()[i],
                    pmf,
                    i * actions,
                    actions,
                    q,
                    i * actions);
        }
        List<Estimate> all = evaluation.estimates();
        List<Estimate> chosen = new ArrayList<>(all.subList(0, fixed));
        for (int from = fixed; from < all.size(); from += LIMITS.length) {
            List<Estimate> candidates = all.subList(from, from + LIMITS.length);
            chosen.add(candidates.get(Slope.choose(candidates, 2)));
        }
        return chosen;
    }

    private static double[] ones(int length) {
        double[] ones = new double[length];
        Arrays.fill(ones, 1);
        return ones;
    }
}
