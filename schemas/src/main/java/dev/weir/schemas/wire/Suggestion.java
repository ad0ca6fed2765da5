package dev.weir.schemas.wire;

import java.util.Collection;

/** What to say of a key that nobody knows. */
public final class Suggestion {
    private static final int FAR = 3;

    private Suggestion() {}

    /** The expectation in words: the nearest known key, if one is near, and all of them. */
    public static String among(String unknown, Collection<String> known) {
        String nearest = "";
        int least = Math.min(FAR, 1 + unknown.length() / 3);
        for (String key : known) {
            int distance = distance(unknown, key);
            if (distance < least || distance == least && nearest.isEmpty()) {
                least = distance;
                nearest = key;
            }
        }
        String all = "one of the keys " + String.join(", ", known);
        return nearest.isEmpty() ? all : all + "; did you mean '" + nearest + "'?";
    }

    /** Levenshtein's distance, by rows. */
    static int distance(String a, String b) {
        int[] row = new int[b.length() + 1];
        for (int j = 0; j <= b.length(); j++) {
            row[j] = j;
        }
        for (int i = 1; i <= a.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= b.length(); j++) {
                int change = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.min(change, 1 + Math.min(row[j], row[j - 1]));
            }
        }
        return row[b.length()];
    }
}
