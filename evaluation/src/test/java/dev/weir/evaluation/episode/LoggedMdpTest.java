package dev.weir.evaluation.episode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.weir.evaluation.estimator.Estimate;
import dev.weir.evaluation.estimator.GroupSums;
import dev.weir.rl.network.Activation;
import dev.weir.rl.network.NetworkSpec;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Logged episodes of three problems against numbers of an independent program, and against the exact value. */
class LoggedMdpTest {
    private static final double EXACT = 1e-9;

    @ParameterizedTest
    @ValueSource(strings = {"riverswim6_g095", "frozenlake4_slip_g099", "random_mdp_20x4_g0.9"})
    void everyEstimatorAgrees(String name) {
        LoggedMdp unrounded = LoggedMdp.read(name, false);
        StepValues none = StepValues.none(unrounded.log());
        check(unrounded, new TrajectoryIs(false).sums(unrounded.log(), none), "trajectory_is", true);
        check(unrounded, new TrajectoryIs(true).sums(unrounded.log(), none), "wis", false);
        check(unrounded, new SequentialDr(false).sums(unrounded.log(), none), "pdis", true);

        LoggedMdp mdp = LoggedMdp.read(name, true);
        StepValues values = FittedQEvaluation.fit(mdp.log(), mdp.table(), mdp.horizon());
        check(mdp, new SequentialDr(true).sums(mdp.log(), values), "dr", true);
        check(mdp, FittedQEvaluation.sums(mdp.log(), values), "fqe", false);
    }

    private static void check(LoggedMdp mdp, GroupSums sums, String name, boolean error) {
        Estimate estimate = sums.estimate();
        assertThat(estimate.value()).as(name).isCloseTo(mdp.expected(name), within(EXACT));
        if (error) {
            assertThat(estimate.standardError()).as(name).isCloseTo(mdp.expected(name + "_se"), within(EXACT));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"riverswim6_g095", "frozenlake4_slip_g099", "random_mdp_20x4_g0.9"})
    void modelsComeWithinThreeErrorsOfTheTruth(String name) {
        LoggedMdp mdp = LoggedMdp.read(name, true);
        EpisodeLog log = mdp.log();
        double truth = mdp.expected("true_target_value_H");
        double[] features = mdp.oneHot(mdp.state());
        double[] next = mdp.oneHot(mdp.next());
        StepValues table = FittedQEvaluation.fit(log, mdp.table(), mdp.horizon());
        double error = FqeError.of(mdp, 50, 1);
        double byTable = FittedQEvaluation.sums(log, table).value();
        assertThat(byTable).isCloseTo(truth, within(3 * error));

        LinearQ linear = new LinearQ(log, features, next, mdp.states(), 1e-9);
        StepValues lines = FittedQEvaluation.fit(log, linear, mdp.horizon());
        assertThat(FittedQEvaluation.sums(log, lines).value()).isCloseTo(byTable, within(1e-6));

        NetworkSpec spec = new NetworkSpec(mdp.states(), new int[] {32}, Activation.RELU, false, log.actions());
        NetworkQ network = new NetworkQ(log, floats(features), floats(next), spec, 3, 3e-3f, 7);
        StepValues net = FittedQEvaluation.fit(log, network, mdp.horizon());
        assertThat(FittedQEvaluation.sums(log, net).value()).isCloseTo(truth, within(3 * error));

        for (EpisodeEstimator blended : new EpisodeEstimator[] {new WeightedDr(true), new Magic(200, 3)}) {
            Estimate estimate = blended.sums(log, table).estimate();
            assertThat(estimate.value())
                    .as(blended.name())
                    .isCloseTo(truth, within(3 * error + 3 * estimate.standardError()));
        }
    }

    private static float[] floats(double[] values) {
        float[] floats = new float[values.length];
        for (int i = 0; i < floats.length; i++) {
            floats[i] = (float) values[i];
        }
        return floats;
    }
}
