package dev.weir.ops.evaluate;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * How episodes are valued.
 *
 * @param horizon steps after which an episode is cut; 0: none is
 * @param q       model of action values
 * @param epochs  of a network's fit, over the rows
 */
public record EpisodeSettings(int horizon, Q q, int epochs) {
    /** Episodes as they were logged, the model chosen by the log. */
    public static final EpisodeSettings DEFAULT = new EpisodeSettings(0, Q.AUTO, 3);

    /** Models of action values. */
    public enum Q {
        /** A table where states come back often enough, else linear. */
        AUTO,
        /** A mean for each pair of state and action. */
        TABULAR,
        /** Ridge regression on the features, an action at a time. */
        LINEAR,
        /** A layer of 64 rectified units. */
        NETWORK,
        /** None: importance sampling only. */
        NONE;

        /** As it is called on the command line. */
        public String text() {
            return name().toLowerCase(Locale.ROOT);
        }

        /** By its name; null is {@link #AUTO}. */
        static Q of(@Nullable Q q) {
            return q == null ? AUTO : q;
        }
    }

    public EpisodeSettings {
        q = Q.of(q);
        if (horizon < 0) {
            throw new IllegalArgumentException("--horizon must be at least 1, was " + horizon);
        }
        if (epochs < 1 || epochs > 1000) {
            throw new IllegalArgumentException("--epochs must be 1 to 1000, was " + epochs);
        }
    }
}
