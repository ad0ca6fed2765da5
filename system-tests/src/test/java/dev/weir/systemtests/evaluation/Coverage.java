package dev.weir.systemtests.evaluation;

import dev.weir.evaluation.diagnosis.Belief;
import dev.weir.evaluation.diagnosis.Diagnosis;
import dev.weir.evaluation.estimator.DoublyRobust;
import dev.weir.evaluation.estimator.Evaluation;
import dev.weir.evaluation.estimator.GroupSums;
import dev.weir.evaluation.estimator.Ips;
import dev.weir.evaluation.estimator.Snips;
import dev.weir.evaluation.estimator.StabilisedAipw;
import dev.weir.evaluation.interval.Bootstrap;
import dev.weir.evaluation.interval.CressieRead;
import dev.weir.evaluation.interval.EmpiricalLikelihood;
import dev.weir.evaluation.interval.Interval;
import dev.weir.evaluation.interval.Student;
import dev.weir.evaluation.sequential.AsymptoticSequence;
import dev.weir.evaluation.sequential.BettingSequence;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * How often intervals of 95 % hold the truth, and how wide they are beside 2 · 1.96 standard deviations of their own estimator
 * over the logs, which whoever knew the truth would give. Arguments: logs (2000), rows (1000,10000), boot resamples (0: none).
 */
public final class Coverage {
    private static final double LEVEL = 0.95;

    private Coverage() {}

    public static void main(String[] arguments) {
        int logs = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 2000;
        String[] sizes = (arguments.length > 1 ? arguments[1] : "1000,10000").split(",");
        int resamples = arguments.length > 2 ? Integer.parseInt(arguments[2]) : 0;
        for (CoverageWorld world : CoverageWorld.values()) {
            for (String rows : sizes) {
                measure(world, Integer.parseInt(rows), logs, resamples)
                        .forEach((name, tally) ->
                                System.out.printf("%-9s %6s  %-24s %s%n", world, rows, name, tally.text()));
            }
        }
    }

    /** Tallies by name of estimator and interval. */
    static Map<String, Tally> measure(CoverageWorld world, int rows, int logs, int resamples) {
        Map<String, Tally> tallies = new LinkedHashMap<>();
        for (int l = 0; l < logs; l++) {
            one(world, rows, 1_000_000L + l, resamples, tallies);
        }
        return tallies;
    }

    private static void one(CoverageWorld world, int rows, long seed, int resamples, Map<String, Tally> tallies) {
        CoverageWorld.Log log = world.log(rows, seed);
        Evaluation evaluation = new Evaluation(List.of(new Ips(), new Snips(), new DoublyRobust()));
        StabilisedAipw stabilised = new StabilisedAipw(200);
        AsymptoticSequence asymptotic = new AsymptoticSequence(LEVEL, rows, 200);
        BettingSequence betting = new BettingSequence(LEVEL, rows, 0, 1);
        Diagnosis diagnosis = new Diagnosis(CoverageWorld.ACTIONS);
        ForwardMeans model = new ForwardMeans(world);
        double[] policy = new double[CoverageWorld.ACTIONS];
        double[] values = new double[CoverageWorld.ACTIONS];
        double truth = world.truth();
        boolean asymptoticMissed = false;
        boolean bettingMissed = false;
        for (int i = 0; i < rows; i++) {
            int x = log.segment()[i];
            int a = log.action()[i];
            double v = 0;
            for (int b = 0; b < policy.length; b++) {
                policy[b] = world.policy(x, b);
                values[b] = model.value(x, b);
                v += policy[b] * values[b];
            }
            double weight = policy[a] / log.propensity()[i];
            double reward = log.reward()[i];
            evaluation.add(i, a, log.propensity()[i], reward, policy, 0, policy.length, values, 0);
            diagnosis.add(a, log.propensity()[i], reward, policy, 0);
            stabilised.add(weight, reward, values[a], v, log.proxy()[i]);
            asymptotic.add(v + weight * (reward - values[a]));
            betting.add(weight, reward);
            model.add(x, a, reward);
            if (i % 50 == 49) {
                asymptoticMissed |= !asymptotic.interval().holds(truth);
                bettingMissed |= !betting.interval().holds(truth);
            }
        }
        boolean believed = diagnosis.verdict().belief() != Belief.DO_NOT;
        List<GroupSums> sums = evaluation.sums();
        for (GroupSums each : sums) {
            add(tallies, each.name() + " student", truth, each.value(), Student.of(each.estimate(), LEVEL), believed);
            if (resamples > 0) {
                add(
                        tallies,
                        each.name() + " bca",
                        truth,
                        each.value(),
                        new Bootstrap(resamples, seed).bca(each, LEVEL),
                        believed);
            }
        }
        GroupSums snips = sums.get(1);
        add(
                tallies,
                "cressie-read",
                truth,
                snips.value(),
                CressieRead.of(snips, LEVEL).within(0, 1),
                believed);
        add(tallies, "empirical-likelihood", truth, snips.value(), EmpiricalLikelihood.of(snips, LEVEL), believed);
        var steady = stabilised.estimate();
        add(tallies, "stabilised student", truth, steady.value(), Student.of(steady, LEVEL), believed);
        tally(tallies, "asymptotic sequence")
                .add(truth, steady.value(), asymptotic.interval().within(0, 1), !asymptoticMissed, believed);
        tally(tallies, "betting sequence").add(truth, steady.value(), betting.interval(), !bettingMissed, believed);
    }

    private static void add(
            Map<String, Tally> tallies, String name, double truth, double value, Interval interval, boolean believed) {
        tally(tallies, name).add(truth, value, interval, interval.holds(truth), believed);
    }

    private static Tally tally(Map<String, Tally> tallies, String name) {
        return tallies.computeIfAbsent(name, n -> new Tally());
    }
}
