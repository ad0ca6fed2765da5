package dev.weir.ops.drift;

import dev.weir.evaluation.drift.Season;
import dev.weir.rl.decision.ActionSpace;
import dev.weir.rl.decision.DecisionProblem;
import dev.weir.rl.decision.Situation;
import dev.weir.rl.feature.FeatureSchema;
import dev.weir.rl.feature.FeatureSpec;
import dev.weir.rl.feature.Features;
import java.nio.ByteBuffer;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * A situation and an action as inputs of the expected reward [{@value #DIMENSION}]: 1, the season, numbers (standardised by their running
 * means), their squares, categories, the action and its products with them, each term hashed to its place.
 */
final class Inputs {
    static final int DIMENSION = 64;

    private static final int MOST_NUMBERS = 16;
    private static final int FIRST = 1 + Season.INPUTS;
    private static final double MOST = 6;

    private final DecisionProblem problem;
    private final @Nullable Season season;
    private final long memory;
    private final double[] means = new double[MOST_NUMBERS];
    private final double[] variances = new double[MOST_NUMBERS];
    private final double[] standard = new double[MOST_NUMBERS];
    private final double[] inputs = new double[DIMENSION];
    private long n;
    private int numbers;

    Inputs(DecisionProblem problem, @Nullable Season season, long memory) {
        this.problem = problem;
        this.season = season;
        this.memory = memory;
    }

    /**
     * Takes the situation in: its numbers are standardised by what was known before.
     *
     * @param learn false: what is usual stands still
     */
    void situation(Situation situation, boolean learn) {
        double[] all = situation.features().numbers();
        numbers = Math.min(MOST_NUMBERS, all.length);
        n += learn ? 1 : 0;
        double rate = learn ? 1.0 / Math.min(n, memory) : 0;
        for (int i = 0; i < numbers; i++) {
            double deviation = Math.sqrt(variances[i]);
            standard[i] = deviation > 1e-9 ? Math.max(-MOST, Math.min(MOST, (all[i] - means[i]) / deviation)) : 0;
            double off = all[i] - means[i];
            means[i] += rate * off;
            variances[i] = (1 - rate) * (variances[i] + rate * off * off);
        }
    }

    /** How unlike the usual the situation is: mean squared standardised number, 1 on average. */
    double distance() {
        double sum = 0;
        for (int i = 0; i < numbers; i++) {
            sum += standard[i] * standard[i];
        }
        return numbers == 0 ? 1 : sum / numbers;
    }

    /** The inputs of the situation that was taken in and an action; the array is this object's. */
    double[] of(Situation situation, int action, long time) {
        Arrays.fill(inputs, 0);
        inputs[0] = 1;
        if (season != null) {
            season.put(time, inputs, 1);
        }
        for (int i = 0; i < numbers; i++) {
            add(1, i, 0, standard[i]);
            add(2, i, 0, standard[i] * standard[i] - 1);
        }
        Features features = situation.features();
        FeatureSchema schema = problem.context();
        categories(3, schema, features, 0);
        action(situation, action);
        return inputs;
    }

    private void action(Situation situation, int action) {
        if (problem.actions() instanceof ActionSpace.Quantities q) {
            double part = action * (double) q.step() / Math.max(1, q.max());
            add(4, 0, 0, part);
            add(4, 1, 0, part * part);
            for (int i = 0; i < numbers; i++) {
                add(5, i, 0, part * standard[i]);
            }
        } else if (problem.actions() instanceof ActionSpace.Candidates c) {
            Features own = situation.candidates().get(action).features();
            for (int i = 0; i < Math.min(MOST_NUMBERS, own.numbers().length); i++) {
                double value = own.numbers()[i];
                add(6, i, 0, value / (1 + Math.abs(value)));
            }
            categories(7, c.features(), own, 0);
        } else {
            add(8, action, 0, 1);
            categories(9, problem.context(), situation.features(), action);
        }
    }

    private void categories(int kind, FeatureSchema schema, Features features, int with) {
        int text = 0;
        for (FeatureSpec spec : schema.specs()) {
            if (spec instanceof FeatureSpec.Categorical) {
                add(kind, 31 * text + with, features.texts()[text].hashCode(), 1);
            }
            text += spec instanceof FeatureSpec.Numeric ? 0 : 1;
        }
    }

    private void add(int kind, int first, int second, double value) {
        int hash = (kind * 31 + first) * 31 + second;
        hash = (hash ^ (hash >>> 15)) * 0x2c1b3c6d;
        hash = (hash ^ (hash >>> 12)) * 0x297a2d39;
        hash ^= hash >>> 15;
        inputs[FIRST + Math.floorMod(hash, DIMENSION - FIRST)] += value;
    }

    int stateBytes() {
        return Long.BYTES * (1 + 2 * MOST_NUMBERS);
    }

    void save(ByteBuffer to) {
        to.putLong(n);
        for (int i = 0; i < MOST_NUMBERS; i++) {
            to.putDouble(means[i]).putDouble(variances[i]);
        }
    }

    void load(ByteBuffer from) {
        n = from.getLong();
        for (int i = 0; i < MOST_NUMBERS; i++) {
            means[i] = from.getDouble();
            variances[i] = from.getDouble();
        }
    }
}
