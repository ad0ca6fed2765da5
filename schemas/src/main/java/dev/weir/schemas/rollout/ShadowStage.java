package dev.weir.schemas.rollout;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What comes before a ramp: the challenger decides beside what is served, and is scored by what the served actions earned.
 *
 * @param share of units for which it decides too
 * @param units that must have matured
 * @param then  what follows
 * @param match {@code match}: agreement with the caller's own action that is asked for by {@link Then#MATCHED}
 */
public record ShadowStage(double share, long units, Then then, double match) {
    /** What is done once the units have come. Shown to be worse, it is rolled back in any case. */
    public enum Then {
        /** The ramp begins, if there is a promise that can be believed; else a person is waited for. */
        RAMP,
        /** The ramp begins if it is certainly better than what is served; else a person is waited for. */
        BETTER,
        /** The ramp begins once it agrees with the caller's own action so often; till then it goes on. */
        MATCHED,
        /** A person is waited for. */
        WAIT
    }

    /** Reads {@code shadow}, like {@code 100%:2000}, and {@code after-shadow}; null: none is wanted. */
    static @Nullable ShadowStage of(Map<String, String> all) {
        String text = all.getOrDefault("shadow", "");
        String then = Arguments.choice("after-shadow", all, List.of("ramp", "better", "matched", "wait"));
        if (text.isBlank()) {
            return null;
        }
        String[] pair = text.strip().split(":", -1);
        if (pair.length != 2) {
            throw Arguments.wrong("shadow", text, "a share of units and how many of them, like 100%:2000");
        }
        return new ShadowStage(
                Arguments.percent("shadow", pair[0], 0.0001, 1),
                Arguments.whole("shadow", Map.of("shadow", pair[1]), 1, 1_000_000_000),
                Then.valueOf(then.toUpperCase(Locale.ROOT)),
                Arguments.percent("match", all.getOrDefault("match", ""), 0, 1));
    }
}
