package dev.weir.rl.world.control;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.weir.rl.random.CounterRandom;
import org.junit.jupiter.api.Test;

class ControlWorldTest {
    @Test
    void cartPolePushedRightFollowsGymnasiumsTrajectory() { // Gymnasium 1.x, float64, from rest at the origin
        double[][] expected = {
            {0.0, 0.1951219512195122, 0.0, -0.2926829268292683},
            {0.0039024390243902443, 0.3902439024390244, -0.005853658536585366, -0.5853658536585366},
            {0.011707317073170733, 0.585447355516259, -0.0175609756097561, -0.8798869825388553}
        };
        double[] state = new double[4];
        for (double[] next : expected) {
            state = new CartPole().step(state, 1).state();
            assertThat(state).containsExactly(next, within(1e-12));
        }
    }

    @Test
    void cartPolePushedRightFallsAtItsTenthStepAtTheLatest() {
        double[] state = new double[4];
        int steps = 0;
        ControlWorld.Step step;
        do {
            step = new CartPole().step(state, 1);
            state = step.state();
            steps++;
        } while (!step.terminal());
        assertThat(steps).isBetween(8, 10);
    }

    @Test
    void acrobotAtRestWithoutTorqueStays() {
        assertThat(new Acrobot().step(new double[4], 1).state()).containsExactly(new double[4], within(1e-12));
    }

    @Test
    void acrobotKeepsItsEnergyWithoutTorque() { // the continuous system is conservative; Runge–Kutta drifts by O(h⁴)
        double[] state = {0.3, -0.2, 0, 0};
        double before = energy(state);
        for (int i = 0; i < 20; i++) {
            state = new Acrobot().step(state, 1).state();
        }
        assertThat(energy(state)).isCloseTo(before, within(0.02));
    }

    @Test
    void acrobotSwingsUpUnderRandomTorqueRarelyAndPaysOneAStep() {
        Acrobot world = new Acrobot();
        double[] state = world.initial(1, 0);
        double sum = 0;
        for (int i = 0; i < 50; i++) {
            ControlWorld.Step step = world.step(state, (int) (3 * CounterRandom.uniform(2, 3, i)));
            sum += step.reward();
            state = step.state();
        }
        assertThat(sum).isEqualTo(-50);
    }

    private static double energy(double[] s) {
        double l = 1;
        double c = 0.5;
        double v1 = c * c * s[2] * s[2] / 2 + s[2] * s[2] / 2;
        double w = s[2] + s[3];
        double vx = l * s[2];
        double v2 = (vx * vx + c * c * w * w + 2 * vx * c * w * Math.cos(s[1])) / 2 + w * w / 2;
        double y1 = -c * Math.cos(s[0]);
        double y2 = -l * Math.cos(s[0]) - c * Math.cos(s[0] + s[1]);
        return v1 + v2 + 9.8 * (y1 + y2);
    }
}
