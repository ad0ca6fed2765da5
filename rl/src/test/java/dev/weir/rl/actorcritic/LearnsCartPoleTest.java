package dev.weir.rl.actorcritic;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.rl.learn.Learner;
import dev.weir.rl.learn.LearnerSpec;
import dev.weir.rl.streaming.StreamAcSpec;
import dev.weir.rl.streaming.StreamQSpec;
import dev.weir.rl.world.control.CartPole;
import dev.weir.rl.world.episodic.ControlEpisodes;
import dev.weir.rl.world.episodic.EpisodicWorld;
import dev.weir.rl.world.episodic.Evaluation;
import dev.weir.rl.world.episodic.Simulation;
import org.junit.jupiter.api.Test;

/** A part of the way to what docs/algorithms reports, with fixed seeds: short enough for every build. */
class LearnsCartPoleTest {
    @Test
    void streamingActorCriticHolds400StepsAfter40000() {
        assertThat(greedyReturn(StreamAcSpec.DEFAULT, 1, 40_000)).isGreaterThan(400);
    }

    @Test
    void streamingQHolds400StepsAfter40000() {
        assertThat(greedyReturn(StreamQSpec.DEFAULT, 1, 40_000)).isGreaterThan(400);
    }

    @Test
    void vTraceHolds400StepsAfter40000OfEightUnits() {
        assertThat(greedyReturn(VTraceSpec.DEFAULT, 8, 40_000)).isGreaterThan(400);
    }

    @Test
    void softActorCriticHolds120StepsAfter15000() {
        assertThat(greedyReturn(SacSpec.DEFAULT, 1, 15_000)).isGreaterThan(120);
    }

    private static double greedyReturn(LearnerSpec spec, int units, int transitions) {
        EpisodicWorld world = new ControlEpisodes(new CartPole(), units, 0.99, 4);
        Learner learner = spec.create(world.problem(), 4);
        Simulation simulation = new Simulation(world, learner, new Simulation.Settings(200, 4));
        simulation.play(transitions, Simulation.NOBODY);
        return Evaluation.meanReturn(world, simulation.policy(), 20, 77);
    }
}
