package dev.weir.schemas.problem;

import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What a change of a key does. {@code NEW_EPOCH}: whatever decides what is learned (features, actions, reward, discount,
 * episodes; of a track its algorithm, exploration, what it learns and seed) starts the tracks that it concerns afresh. {@code LIVE}: all
 * else is taken up without.
 */
public enum KeyClass {
    LIVE,
    NEW_EPOCH;

    private static final String TRACKS = "tracks.";

    /** The class of a key path. */
    public static KeyClass of(String path) {
        if (path.startsWith(TRACKS)) {
            return ofTrackKey(path.substring(path.indexOf('.', TRACKS.length()) + 1));
        }
        return switch (first(path)) {
            case "problem", "features", "actions", "reward", "discount", "episodes" -> NEW_EPOCH;
            default -> LIVE;
        };
    }

    private static KeyClass ofTrackKey(String rest) {
        return switch (first(rest)) {
            case "algorithm", "exploration", "learns", "seed" -> NEW_EPOCH;
            default -> LIVE;
        };
    }

    private static String first(String path) {
        int end = 0;
        while (end < path.length() && path.charAt(end) != '.' && path.charAt(end) != '[') {
            end++;
        }
        return path.substring(0, end);
    }

    /** Hash of the settings that decide what a track learns. */
    static String epochKey(SortedMap<String, String> settings, String track) {
        SortedMap<String, String> concerned = new TreeMap<>();
        settings.forEach((key, value) -> {
            boolean itsOwn = !key.startsWith(TRACKS) || key.startsWith(TRACKS + track + ".");
            if (itsOwn && of(key) == NEW_EPOCH) {
                concerned.put(key.startsWith(TRACKS) ? key.substring(TRACKS.length() + track.length()) : key, value);
            }
        });
        return Canonical.hash(concerned);
    }
}
