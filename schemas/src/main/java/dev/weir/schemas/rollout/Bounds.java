package dev.weir.schemas.rollout;

import org.jspecify.annotations.Nullable;

/** The least and the greatest reward that can occur, where these are known. */
public record Bounds(double least, double greatest) {
    /** Reads {@code 0..1}; null where blank: not known. */
    static @Nullable Bounds of(String text) {
        if (text.isBlank()) {
            return null;
        }
        String[] ends = text.split("\\.\\.", -1);
        try {
            if (ends.length == 2 && Double.parseDouble(ends[0]) < Double.parseDouble(ends[1])) {
                return new Bounds(Double.parseDouble(ends[0]), Double.parseDouble(ends[1]));
            }
        } catch (NumberFormatException e) {
            throw Arguments.wrong("bounds", text, "the least and the greatest reward, like 0..1");
        }
        throw Arguments.wrong("bounds", text, "the least and the greatest reward, like 0..1");
    }
}
