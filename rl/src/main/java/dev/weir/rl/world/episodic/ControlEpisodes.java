package dev.weir.rl.world.episodic;

import dev.weir.rl.decision.ActionSpace;
import dev.weir.rl.decision.DecisionProblem;
import dev.weir.rl.decision.Situation;
import dev.weir.rl.feature.FeatureSchema;
import dev.weir.rl.feature.FeatureSpec;
import dev.weir.rl.feature.Features;
import dev.weir.rl.random.CounterRandom;
import dev.weir.rl.world.control.ControlWorld;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * A classic control task as a world of units, each with episodes of its own. One feature, {@code observation}; actions "0",
 * "1", …; metric {@code reward}. A truncated episode hands over its last observation.
 */
public final class ControlEpisodes implements EpisodicWorld {
    private static final long STREAM = 0x636f6e74726f6cL; // "control"

    private final ControlWorld world;
    private final int units;
    private final double discount;
    private final long seed;
    private final DecisionProblem problem;

    public ControlEpisodes(ControlWorld world, int units, double discount, long seed) {
        if (units < 1) {
            throw new IllegalArgumentException("units must be at least 1, was " + units);
        }
        this.world = world;
        this.units = units;
        this.discount = discount;
        this.seed = seed;
        this.problem = new DecisionProblem(
                new FeatureSchema(List.of(new FeatureSpec.Numeric("observation", world.observationSize(), Double.NaN))),
                new ActionSpace.Ids(IntStream.range(0, world.actions())
                        .mapToObj(Integer::toString)
                        .toList()));
    }

    @Override
    public DecisionProblem problem() {
        return problem;
    }

    @Override
    public double discount() {
        return discount;
    }

    @Override
    public String rewardFormula() {
        return "reward";
    }

    @Override
    public int units() {
        return units;
    }

    @Override
    public Life life(int unit) {
        return new Episodes(unit);
    }

    @Override
    public EpisodicWorld withSeed(long otherSeed) {
        return new ControlEpisodes(world, units, discount, otherSeed);
    }

    private final class Episodes implements Life {
        private final int unit;
        private final long luck;
        private long episode;
        private int steps;
        private double[] state;

        private Episodes(int unit) {
            this.unit = unit;
            this.luck = CounterRandom.bits(seed, STREAM, unit);
            this.state = world.initial(luck, 0);
        }

        @Override
        public String unit() {
            return "unit-" + unit;
        }

        @Override
        public Situation situation() {
            return seen(state);
        }

        @Override
        public int baseline() {
            return 0;
        }

        @Override
        public Step act(int action) {
            ControlWorld.Step step = world.step(state, action);
            steps++;
            boolean truncated = !step.terminal() && steps == world.maxSteps();
            if (step.terminal() || truncated) {
                steps = 0;
                episode++;
                state = world.initial(luck, episode);
            } else {
                state = step.state();
            }
            return new Step(
                    step.reward(), Map.of("reward", step.reward()), seen(step.state()), step.terminal(), truncated);
        }

        private Situation seen(double[] of) {
            return new Situation(new Features(world.observe(of), new String[0]), List.of(), null);
        }
    }
}
