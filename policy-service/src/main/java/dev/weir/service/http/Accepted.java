package dev.weir.service.http;

import org.jspecify.annotations.Nullable;

/** What a caller would rather have, by the header {@code Accept}. */
final class Accepted {
    private Accepted() {}

    /** True if it names HTML and does not put JSON before it: a person's browser. */
    static boolean html(@Nullable String accept) {
        return accept != null && quality(accept, "text/html") > quality(accept, "application/json");
    }

    private static double quality(String accept, String type) {
        for (String range : accept.split(",", 20)) {
            String[] parts = range.split(";", 8);
            if (!parts[0].strip().equalsIgnoreCase(type)) {
                continue;
            }
            for (int i = 1; i < parts.length; i++) {
                String parameter = parts[i].strip();
                if (parameter.startsWith("q=")) {
                    return number(parameter.substring(2));
                }
            }
            return 1;
        }
        return 0;
    }

    private static double number(String text) {
        try {
            return Double.parseDouble(text);
        } catch (NumberFormatException e) {
            return 0;
        }
    }
}
