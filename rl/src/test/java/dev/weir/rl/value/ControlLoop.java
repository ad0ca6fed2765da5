package dev.weir.rl.value;

import dev.weir.rl.decision.ActionSpace;
import dev.weir.rl.decision.DecisionProblem;
import dev.weir.rl.decision.Situation;
import dev.weir.rl.feature.FeatureSchema;
import dev.weir.rl.feature.FeatureSpec;
import dev.weir.rl.feature.Features;
import dev.weir.rl.learn.Experience;
import dev.weir.rl.learn.Learner;
import dev.weir.rl.policy.Decider;
import dev.weir.rl.policy.Policy;
import dev.weir.rl.random.CounterRandom;
import dev.weir.rl.world.control.ControlWorld;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/** One unit in a control world, decided by the last policy that was published every so many steps. */
final class ControlLoop {
    private static final double DISCOUNT = 0.99;
    private final ControlWorld world;
    private final DecisionProblem problem;
    private final Learner learner;
    private final long seed;
    private final int publishEvery;
    private Policy policy;
    private double[] state;
    private long episode;
    private int inEpisode;
    private long step;
    private long total;

    ControlLoop(ControlWorld world, Learner learner, long seed, int publishEvery) {
        this.world = world;
        this.problem = problem(world);
        this.learner = learner;
        this.seed = seed;
        this.publishEvery = publishEvery;
        this.policy = learner.policy();
        this.state = world.initial(seed, 0);
    }

    static DecisionProblem problem(ControlWorld world) {
        List<FeatureSpec> specs = new ArrayList<>();
        for (int i = 0; i < world.observationSize(); i++) {
            specs.add(new FeatureSpec.Numeric("x" + i, 1, Double.NaN));
        }
        return new DecisionProblem(
                new FeatureSchema(specs),
                new ActionSpace.Ids(IntStream.range(0, world.actions())
                        .mapToObj(i -> "a" + i)
                        .toList()));
    }

    private Situation situation(double[] at) {
        return new Situation(new Features(world.observe(at), new String[0]), List.of(), null);
    }

    /** The next transition. */
    Experience next() {
        Situation now = situation(state);
        Decider.Choice choice = Decider.decide(policy, problem, now, CounterRandom.bits(seed, 99, total));
        ControlWorld.Step result = world.step(state, choice.action());
        inEpisode++;
        boolean truncated = inEpisode >= world.maxSteps() && !result.terminal();
        Experience e = new Experience(
                now,
                choice.action(),
                choice.propensity(),
                result.reward(),
                result.terminal() ? 0 : DISCOUNT,
                result.terminal() ? null : situation(result.state()),
                1,
                step);
        step++;
        total++;
        state = result.state();
        if (result.terminal() || truncated) {
            episode++;
            inEpisode = 0;
            step++; // a gap: the next episode does not go on from here
            state = world.initial(seed, episode);
        }
        return e;
    }

    void run(int steps) {
        for (int i = 0; i < steps; i++) {
            learner.observe(next());
            if (total % publishEvery == 0) {
                policy = learner.policy();
            }
        }
    }

    /** Mean return of greedy episodes. */
    static double evaluate(ControlWorld world, Policy policy, int episodes, long seed) {
        double sum = 0;
        DecisionProblem problem = problem(world);
        for (int e = 0; e < episodes; e++) {
            double[] state = world.initial(seed, e);
            for (int t = 0; t < world.maxSteps(); t++) {
                Situation s = new Situation(new Features(world.observe(state), new String[0]), List.of(), null);
                double[] values = policy.judge(s).values();
                int best = 0;
                for (int a = 1; a < values.length; a++) {
                    best = values[a] > values[best] ? a : best;
                }
                ControlWorld.Step result = world.step(state, problem.actionIndex(s, best));
                sum += result.reward();
                state = result.state();
                if (result.terminal()) {
                    break;
                }
            }
        }
        return sum / episodes;
    }
}
