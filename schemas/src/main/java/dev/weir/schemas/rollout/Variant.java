package dev.weir.schemas.rollout;

import dev.weir.rl.decision.PolicyVersion;
import org.jspecify.annotations.Nullable;

/**
 * What a rollout compares: {@code baseline}, a track ({@code linear}: whatever version it has), or a version of a track that
 * stays ({@code linear@0.12}).
 *
 * @param track  null: the baseline
 * @param pinned null: the track's newest
 */
public record Variant(@Nullable String track, @Nullable PolicyVersion pinned) {
    /** The caller's own action, or the problem file's. */
    public static final String BASELINE = "baseline";

    /**
     * Reads a name.
     *
     * @throws IllegalArgumentException if it names no version where it should
     */
    public static Variant of(String name) {
        if (name.equals(BASELINE)) {
            return new Variant(null, null);
        }
        int at = name.indexOf('@');
        return at < 0
                ? new Variant(name, null)
                : new Variant(name.substring(0, at), PolicyVersion.parse(name.substring(at + 1)));
    }

    @Override
    public String toString() {
        return track == null ? BASELINE : pinned == null ? track : track + "@" + pinned;
    }
}
