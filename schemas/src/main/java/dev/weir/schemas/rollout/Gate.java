package dev.weir.schemas.rollout;

import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What the log must say of the challenger before a rollout begins, and what it said when the start was asked for: who asks
 * evaluates, and puts what came of it beside the plan.
 *
 * @param condition {@code gate}, as of {@code weir evaluate --require}; {@code challenger} and {@code control} stand for them
 * @param held      {@code gate:held}: whether it did; null: nobody has evaluated
 * @param said      {@code gate:said}: in words, with the numbers
 * @param numbers   {@code gate:…}: all others, for the audit
 */
public record Gate(String condition, @Nullable Boolean held, String said, Map<String, String> numbers) {
    /** How arguments begin that say what came of it. */
    public static final String SAID = "gate:";

    /** The lower bound of what the challenger would have earned is above what the control would have. */
    public static final String BETTER = "lower(dr, challenger) > value(dr, control)";

    public Gate {
        numbers = Map.copyOf(numbers);
    }

    static @Nullable Gate of(Map<String, String> all) {
        String text = all.getOrDefault("gate", "").strip();
        if (text.isEmpty() || text.equals("none")) {
            return null;
        }
        Map<String, String> numbers = new TreeMap<>();
        all.forEach((key, value) -> {
            if (key.startsWith(SAID) && !key.equals(SAID + "held") && !key.equals(SAID + "said")) {
                numbers.put(key, value);
            }
        });
        String held = all.get(SAID + "held");
        return new Gate(
                text.equals("better") ? BETTER : text,
                held == null ? null : (Boolean) held.equals("true"),
                all.getOrDefault(SAID + "said", ""),
                numbers);
    }
}
