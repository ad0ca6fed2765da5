package dev.weir.schemas.rollout;

import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Map;

/** Reads single arguments of a rollout; refusals name the argument, its value and what was expected. */
final class Arguments {
    private Arguments() {}

    static IllegalArgumentException wrong(String key, Object value, String expected) {
        return new IllegalArgumentException(key + " must be " + expected + ", was '" + value + "'");
    }

    static double percent(String key, String text, double least, double most) {
        String expected = "per cent from " + 100 * least + "% to " + 100 * most + "%, like 5%";
        if (!text.endsWith("%")) {
            throw wrong(key, text, expected);
        }
        double share = parsed(key, text.substring(0, text.length() - 1), expected) / 100;
        if (!(share >= least && share <= most)) {
            throw wrong(key, text, expected);
        }
        return share;
    }

    private static double parsed(String key, String text, String expected) {
        try {
            return Double.parseDouble(text);
        } catch (NumberFormatException e) {
            throw wrong(key, text, expected);
        }
    }

    static double number(String key, Map<String, String> all, double least, double most) {
        String text = all.getOrDefault(key, "");
        double value = parsed(key, text, "a number");
        if (!(value >= least && value <= most)) {
            throw wrong(key, text, "a number from " + least + " to " + most);
        }
        return value;
    }

    static long whole(String key, Map<String, String> all, long least, long most) {
        String text = all.getOrDefault(key, "");
        String expected = "a whole number from " + least + " to " + most;
        try {
            long value = Long.parseLong(text);
            if (value >= least && value <= most) {
                return value;
            }
        } catch (NumberFormatException e) {
            throw wrong(key, text, expected);
        }
        throw wrong(key, text, expected);
    }

    static Duration duration(String key, Map<String, String> all) {
        String text = all.getOrDefault(key, "");
        try {
            Duration duration = Duration.parse(text);
            if (!duration.isNegative()) {
                return duration;
            }
        } catch (DateTimeParseException e) {
            throw wrong(key, text, "a duration like PT24H");
        }
        throw wrong(key, text, "a duration like PT24H");
    }

    static String choice(String key, Map<String, String> all, List<String> of) {
        String text = all.getOrDefault(key, "");
        if (!of.contains(text)) {
            throw wrong(key, text, "one of " + of);
        }
        return text;
    }
}
