package dev.weir.ops.evaluate;

import dev.weir.evaluation.episode.EpisodeLog;
import dev.weir.evaluation.episode.LinearQ;
import dev.weir.evaluation.episode.NetworkQ;
import dev.weir.evaluation.episode.QFunction;
import dev.weir.evaluation.episode.TabularQ;
import dev.weir.ops.evaluate.EpisodeSettings.Q;
import dev.weir.rl.decision.DecisionProblem;
import dev.weir.rl.network.Activation;
import dev.weir.rl.network.NetworkSpec;
import java.util.HashSet;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The models of action values that one log's episodes are valued by. Confined to one thread. */
final class ActionValues {
    private static final int STEPS_PER_PAIR = 10;
    private static final int HIDDEN = 64;
    private static final float RATE = 3e-3f;

    private final Settings settings;
    private final int actions;
    private final int states;
    private final int[] state;
    private final int[] next;
    private final Q kind;
    private final StateFeatures.@Nullable Rows features;

    ActionValues(DecisionProblem problem, Episodes episodes, LogActions of, Settings settings) {
        this.settings = settings;
        this.actions = of.count();
        StateFeatures.Table table = new StateFeatures.Table();
        this.state = table.of(episodes.rows().stream().map(LogRow::situation).toList());
        this.next = table.of(episodes.next());
        this.states = table.states();
        this.kind = of.numbered() ? kind(settings.episodes().q()) : Q.NONE;
        this.features = kind == Q.LINEAR || kind == Q.NETWORK ? StateFeatures.rows(problem, episodes) : null;
    }

    private Q kind(Q asked) {
        boolean often = (long) states * actions * STEPS_PER_PAIR <= state.length;
        return asked != Q.AUTO ? asked : often ? Q.TABULAR : Q.LINEAR;
    }

    Q kind() {
        return kind;
    }

    /** In words. */
    String text() {
        return switch (kind) {
            case TABULAR -> "a table of " + states + " states and " + actions + " actions";
            case LINEAR -> "linear in " + width() + " numbers, an action at a time";
            case NETWORK -> "a network of " + width() + ", " + HIDDEN + " and " + actions + " units";
            default -> "none";
        };
    }

    private int width() {
        return features == null ? 0 : features.width();
    }

    /** Makes untrained models. */
    Supplier<QFunction> of(EpisodeLog log) {
        StateFeatures.Rows rows = features;
        if (kind == Q.TABULAR || rows == null) {
            return () -> new TabularQ(log, states, state, next);
        } else if (kind == Q.LINEAR) {
            double ridge = settings.ridge() > 0 ? settings.ridge() : 1;
            return () -> new LinearQ(log, rows.state(), rows.next(), rows.width(), ridge);
        }
        float[] now = floats(rows.state());
        float[] then = floats(rows.next());
        NetworkSpec spec = new NetworkSpec(rows.width(), new int[] {HIDDEN}, Activation.RELU, false, actions);
        return () -> new NetworkQ(log, now, then, spec, settings.episodes().epochs(), RATE, settings.seed());
    }

    private static float[] floats(double[] values) {
        float[] floats = new float[values.length];
        for (int i = 0; i < floats.length; i++) {
            floats[i] = (float) values[i];
        }
        return floats;
    }

    /** [rows] π's probability of actions that the log never shows in the row's state; zeros without a table. */
    double[] unknown(EpisodeLog log) {
        double[] unknown = new double[log.rows()];
        if (kind == Q.TABULAR) {
            Set<Long> seen = new HashSet<>();
            for (int i = 0; i < unknown.length; i++) {
                seen.add((long) state[i] * actions + log.action()[i]);
            }
            for (int i = 0; i < unknown.length; i++) {
                for (int a = 0; a < actions; a++) {
                    unknown[i] += seen.contains((long) state[i] * actions + a) ? 0 : log.policy()[i * actions + a];
                }
            }
        }
        return unknown;
    }
}
