package dev.weir.rl.world.control;

import dev.weir.rl.random.CounterRandom;

/**
 * Acrobot-v1: swing a two-link pendulum above the bar by torque −1, 0 or 1 (actions 0, 1, 2) on the middle joint (Sutton
 * 1996; the book's dynamics, constants and Runge–Kutta step of Gymnasium). State: both angles (the second relative to the
 * first) and their velocities; observation: cosines and sines of the angles, velocities. Reward −1 a step, 0 on reaching
 * the goal.
 */
public final class Acrobot implements ControlWorld {
    private static final double SECONDS = 0.2;
    private static final double GRAVITY = 9.8;
    private static final double MAX_VELOCITY_1 = 4 * Math.PI;
    private static final double MAX_VELOCITY_2 = 9 * Math.PI;
    private static final double CENTRE = 0.5;
    private static final long STREAM = 0x6163726FL;

    @Override
    public int stateSize() {
        return 4;
    }

    @Override
    public int observationSize() {
        return 6;
    }

    @Override
    public int actions() {
        return 3;
    }

    @Override
    public int maxSteps() {
        return 500;
    }

    @Override
    public double[] initial(long seed, long episode) {
        double[] state = new double[4];
        for (int i = 0; i < 4; i++) {
            state[i] = 0.2 * CounterRandom.uniform(seed, STREAM + i, episode) - 0.1;
        }
        return state;
    }

    @Override
    public double[] observe(double[] s) {
        return new double[] {
            StrictMath.cos(s[0]), StrictMath.sin(s[0]), StrictMath.cos(s[1]), StrictMath.sin(s[1]), s[2], s[3]
        };
    }

    @Override
    public Step step(double[] state, int action) {
        double[] next = rungeKutta(state, action - 1.0);
        next[0] = wrap(next[0]);
        next[1] = wrap(next[1]);
        next[2] = Math.max(-MAX_VELOCITY_1, Math.min(MAX_VELOCITY_1, next[2]));
        next[3] = Math.max(-MAX_VELOCITY_2, Math.min(MAX_VELOCITY_2, next[3]));
        boolean above = -StrictMath.cos(next[0]) - StrictMath.cos(next[1] + next[0]) > 1.0;
        return new Step(next, above ? 0 : -1, above);
    }

    private static double[] rungeKutta(double[] s, double torque) {
        double[] k1 = derivative(s, torque);
        double[] k2 = derivative(plus(s, k1, SECONDS / 2), torque);
        double[] k3 = derivative(plus(s, k2, SECONDS / 2), torque);
        double[] k4 = derivative(plus(s, k3, SECONDS), torque);
        double[] next = new double[4];
        for (int i = 0; i < 4; i++) {
            next[i] = s[i] + SECONDS / 6 * (k1[i] + 2 * k2[i] + 2 * k3[i] + k4[i]);
        }
        return next;
    }

    /** Links of length and mass 1, moments of inertia 1, centres of mass in the middle. */
    private static double[] derivative(double[] s, double torque) {
        double cos2 = StrictMath.cos(s[1]);
        double sin2 = StrictMath.sin(s[1]);
        double d1 = CENTRE * CENTRE + (1 + CENTRE * CENTRE + 2 * CENTRE * cos2) + 2;
        double d2 = CENTRE * CENTRE + CENTRE * cos2 + 1;
        double phi2 = CENTRE * GRAVITY * StrictMath.cos(s[0] + s[1] - Math.PI / 2);
        double phi1 = -CENTRE * s[3] * s[3] * sin2
                - 2 * CENTRE * s[3] * s[2] * sin2
                + (CENTRE + 1) * GRAVITY * StrictMath.cos(s[0] - Math.PI / 2)
                + phi2;
        double a2 =
                (torque + d2 / d1 * phi1 - CENTRE * s[2] * s[2] * sin2 - phi2) / (CENTRE * CENTRE + 1 - d2 * d2 / d1);
        double a1 = -(d2 * a2 + phi1) / d1;
        return new double[] {s[2], s[3], a1, a2};
    }

    private static double[] plus(double[] s, double[] k, double h) {
        return new double[] {s[0] + h * k[0], s[1] + h * k[1], s[2] + h * k[2], s[3] + h * k[3]};
    }

    private static double wrap(double angle) {
        double a = angle;
        while (a > Math.PI) {
            a -= 2 * Math.PI;
        }
        while (a < -Math.PI) {
            a += 2 * Math.PI;
        }
        return a;
    }
}
