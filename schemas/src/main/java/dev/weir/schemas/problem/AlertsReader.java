package dev.weir.schemas.problem;

import dev.weir.schemas.problem.Node.Listing;
import dev.weir.schemas.problem.Node.Mapping;
import dev.weir.schemas.problem.Node.Scalar;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Reads what is watched and who is told. */
final class AlertsReader {
    private static final Duration DAY = Duration.ofDays(1);
    private static final Duration YEAR = Duration.ofDays(365);
    private static final int SEGMENTS = 8;
    private static final int TEXTS = 32;

    private AlertsReader() {}

    static AlertSettings read(Section root) {
        try (Section s = root.section("alerts")) {
            long warmUp = s.integer("warm-up", 50, 1_000_000, 2_000L);
            long memory = s.integer("memory", 100, 100_000_000, 20_000L);
            if (memory < warmUp) {
                s.wrong("memory", s.node("memory"), "at least alerts.warm-up, which is " + warmUp);
            }
            return new AlertSettings(
                    s.integer("false-alarm-every", 1_000, 1_000_000_000_000L, 100_000L),
                    s.number("smallest-shift", 0.02, 4, 0.5),
                    warmUp,
                    memory,
                    s.duration("season", Duration.ZERO, YEAR, DAY),
                    segments(s, root),
                    (int) s.integer("most-segments", 1, 100_000, 1_000L),
                    s.duration("accept-after", Duration.ofSeconds(1), YEAR, Duration.ofDays(7)),
                    s.duration("ticks-missing", Duration.ZERO, DAY, Duration.ofMinutes(2)),
                    url(s, "alertmanager"),
                    url(s, "webhook"),
                    texts(s, "allow"),
                    s.duration("resend", Duration.ofMillis(100), Duration.ofHours(1), Duration.ofMinutes(1)),
                    texts(s, "links"));
        }
    }

    private static List<String> texts(Section s, String key) {
        return s.has(key) ? s.texts(key, 0, TEXTS) : List.of();
    }

    private static List<String> segments(Section s, Section root) {
        if (!s.has("segments")) {
            return List.of();
        }
        List<String> segments = s.texts("segments", 0, SEGMENTS);
        List<String> known = categorical(root);
        for (String segment : segments) {
            if (!known.contains(segment)) {
                s.reading.find(s.at("segments"), "'" + segment + "'", "categorical features of the context: " + known);
            }
        }
        return segments;
    }

    private static List<String> categorical(Section root) {
        List<String> names = new ArrayList<>();
        if (root.node("features") instanceof Listing list) {
            for (Node item : list.items()) {
                if (item instanceof Mapping m
                        && m.entries().get("type") instanceof Scalar type
                        && type.text().equals("categorical")
                        && m.entries().get("name") instanceof Scalar name) {
                    names.add(name.text());
                }
            }
        }
        return names;
    }

    private static String url(Section s, String key) {
        String text = s.text(key, "");
        if (!text.isEmpty() && !valid(text)) {
            s.wrong(key, s.node(key), "an address like http://alertmanager:9093, without user and password");
        }
        return text;
    }

    private static boolean valid(String text) {
        try {
            URI uri = new URI(text);
            boolean http = "http".equals(uri.getScheme()) || "https".equals(uri.getScheme());
            return http && uri.getHost() != null && uri.getUserInfo() == null && uri.getFragment() == null;
        } catch (URISyntaxException e) {
            return false;
        }
    }
}
