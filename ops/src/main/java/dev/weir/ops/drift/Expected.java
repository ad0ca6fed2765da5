package dev.weir.ops.drift;

import dev.weir.evaluation.drift.RunningModel;
import dev.weir.evaluation.drift.Season;
import dev.weir.rl.decision.DecisionProblem;
import dev.weir.schemas.problem.AlertSettings;
import java.nio.ByteBuffer;

/**
 * A reward taken apart by what was expected, r = c + p + e: c, what the situation is worth on average over its allowed actions;
 * p, what the chosen action adds to that; e, what nobody expected. A fall of c is the context's, of p the policy's, of e
 * the world's.
 */
final class Expected {
    private static final int AT_MOST = 8;

    private final DecisionProblem problem;
    private final Inputs inputs;
    private final long memory;
    private RunningModel model;

    double context;
    double policy;
    double residual;
    double distance;

    Expected(DecisionProblem problem, AlertSettings settings) {
        this.problem = problem;
        Season season =
                settings.season().isZero() ? null : new Season(settings.season().toMillis());
        this.inputs = new Inputs(problem, season, settings.memory());
        this.memory = settings.memory();
        this.model = new RunningModel(Inputs.DIMENSION, memory);
    }

    /** Rows that expectations are made of. */
    long rows() {
        return model.rows();
    }

    /** Begins again with what to expect. */
    void forget() {
        model = new RunningModel(Inputs.DIMENSION, memory);
    }

    /**
     * Takes the reward of a decision apart, by what was known before it.
     *
     * @param learn false: what is normal stands still
     */
    void take(Observed o, boolean learn) {
        inputs.situation(o.situation(), learn);
        distance = inputs.distance();
        int allowed = problem.allowedCount(o.situation());
        int some = Math.min(AT_MOST, allowed);
        double sum = 0;
        for (int i = 0; i < some; i++) {
            int action = problem.actionIndex(o.situation(), some == 1 ? 0 : i * (allowed - 1) / (some - 1));
            sum += model.predict(inputs.of(o.situation(), action, o.time()));
        }
        context = sum / some;
        double[] chosen = inputs.of(o.situation(), o.action(), o.time());
        double expected = model.predict(chosen);
        policy = expected - context;
        residual = o.reward() - expected;
        if (learn) {
            model.learn(chosen, o.reward());
        }
    }

    int stateBytes() {
        return inputs.stateBytes() + model.stateBytes();
    }

    void save(ByteBuffer to) {
        inputs.save(to);
        model.save(to);
    }

    void load(ByteBuffer from) {
        inputs.load(from);
        model.load(from);
    }
}
