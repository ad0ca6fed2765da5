package dev.weir.rl.world.control;

import dev.weir.rl.random.CounterRandom;

/**
 * CartPole-v1: balance a pole on a cart by pushing left (0) or right (1) (Barto, Sutton and Anderson 1983; constants and
 * explicit Euler steps of Gymnasium). State and observation: position, velocity, angle, angular velocity. Reward 1 a
 * step, the terminating one included.
 */
public final class CartPole implements ControlWorld {
    private static final double GRAVITY = 9.8;
    private static final double CART_MASS = 1.0;
    private static final double POLE_MASS = 0.1;
    private static final double TOTAL_MASS = CART_MASS + POLE_MASS;
    private static final double HALF_LENGTH = 0.5;
    private static final double FORCE = 10.0;
    private static final double SECONDS = 0.02;
    private static final double MAX_POSITION = 2.4;
    private static final double MAX_ANGLE = 12 * 2 * Math.PI / 360;
    private static final long STREAM = 0x63617274L;

    @Override
    public int stateSize() {
        return 4;
    }

    @Override
    public int observationSize() {
        return 4;
    }

    @Override
    public int actions() {
        return 2;
    }

    @Override
    public int maxSteps() {
        return 500;
    }

    @Override
    public double[] initial(long seed, long episode) {
        double[] state = new double[4];
        for (int i = 0; i < 4; i++) {
            state[i] = 0.1 * CounterRandom.uniform(seed, STREAM + i, episode) - 0.05;
        }
        return state;
    }

    @Override
    public double[] observe(double[] state) {
        return state.clone();
    }

    @Override
    public Step step(double[] state, int action) {
        double force = action == 1 ? FORCE : -FORCE;
        double cos = StrictMath.cos(state[2]);
        double sin = StrictMath.sin(state[2]);
        double push = (force + POLE_MASS * HALF_LENGTH * state[3] * state[3] * sin) / TOTAL_MASS;
        double angular =
                (GRAVITY * sin - cos * push) / (HALF_LENGTH * (4.0 / 3.0 - POLE_MASS * cos * cos / TOTAL_MASS));
        double linear = push - POLE_MASS * HALF_LENGTH * angular * cos / TOTAL_MASS;
        double[] next = {
            state[0] + SECONDS * state[1],
            state[1] + SECONDS * linear,
            state[2] + SECONDS * state[3],
            state[3] + SECONDS * angular
        };
        return new Step(next, 1, Math.abs(next[0]) > MAX_POSITION || Math.abs(next[2]) > MAX_ANGLE);
    }
}
