package dev.weir.schemas.rollout;

import dev.weir.schemas.problem.ProblemFile;
import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * What a rollout is to do, as the arguments of its {@code start} command say it.
 *
 * @param control     {@code control}: the variant that is measured against
 * @param challenger  {@code challenger}: the variant that is tried
 * @param stages      {@code ramp}: like {@code 1%:1000,5%:2000,50%}, shares of units, and units that come in a stage
 * @param holdout     {@code holdout}: share of units that stay with the control even after a promotion
 * @param alpha       {@code alpha}: probability of a wrong end, ever
 * @param leastUnits  {@code least-units}: matured units of the smaller arm before the first look
 * @param mostUnits   {@code most-units}: matured units after which an open question stays open
 * @param matureAfter {@code mature-after}: a unit counts with what came of its decisions within this of its first one
 * @param guardrails  {@code guardrails}: like {@code latency:2%:less,sold:5%:more}: metrics that must not suffer
 * @param overrides   {@code override:UNIT}: the variant that a unit gets whatever its bucket; it does not count
 * @param byItself    {@code promote}: auto, or manual: a person promotes; it rolls back by itself either way
 */
public record RolloutPlan(
        Variant control,
        Variant challenger,
        List<Stage> stages,
        double holdout,
        double alpha,
        long leastUnits,
        long mostUnits,
        Duration matureAfter,
        List<Guard> guardrails,
        Map<String, String> overrides,
        boolean byItself) {
    private static final String OVERRIDE = "override:";

    private static final Map<String, String> DEFAULTS = Map.of(
            "ramp", "1%:1000,5%:2000,50%",
            "holdout", "0%",
            "alpha", "0.05",
            "least-units", "300",
            "most-units", "50000",
            "mature-after", "PT0S",
            "guardrails", "",
            "promote", "auto");

    /** A share of units for so many of them; the last stage has no end. */
    public record Stage(double share, long units) {}

    /** A metric that may lose a share of the control's mean. */
    public record Guard(String metric, double margin, boolean moreIsBetter) {}

    /**
     * Reads and checks the arguments.
     *
     * @throws IllegalArgumentException naming the argument, its value and what was expected
     */
    public static RolloutPlan of(Map<String, String> arguments, ProblemFile file) {
        TreeSet<String> known = new TreeSet<>(DEFAULTS.keySet());
        known.addAll(List.of("control", "challenger"));
        for (String key : arguments.keySet()) {
            if (!known.contains(key) && !key.startsWith(OVERRIDE)) {
                throw wrong(key, arguments.get(key), "one of " + known + " or override:UNIT");
            }
        }
        Map<String, String> all = new LinkedHashMap<>(DEFAULTS);
        all.put("control", file.serve());
        all.putAll(arguments);
        Variant control = variant("control", all, file);
        Variant challenger = variant("challenger", all, file);
        if (control.equals(challenger)) {
            throw wrong("challenger", challenger, "another variant than the control");
        }
        long least = whole("least-units", all, 2, 1_000_000);
        return new RolloutPlan(
                control,
                challenger,
                stages(all),
                percent("holdout", all.getOrDefault("holdout", ""), 0, 0.5),
                number("alpha", all, 1e-6, 0.5),
                least,
                whole("most-units", all, least, 1_000_000_000),
                duration("mature-after", all),
                guardrails(all),
                overrides(arguments, control, challenger),
                choice(all));
    }

    private static Map<String, String> overrides(Map<String, String> arguments, Variant control, Variant challenger) {
        Map<String, String> overrides = new TreeMap<>();
        List<String> variants = List.of(control.toString(), challenger.toString());
        arguments.forEach((key, value) -> {
            if (key.startsWith(OVERRIDE)) {
                if (!variants.contains(value) || key.length() == OVERRIDE.length()) {
                    throw wrong(key, value, "a unit, and one of " + variants);
                }
                overrides.put(key.substring(OVERRIDE.length()), value);
            }
        });
        return overrides;
    }

    private static IllegalArgumentException wrong(String key, Object value, String expected) {
        return new IllegalArgumentException(key + " must be " + expected + ", was '" + value + "'");
    }

    private static Variant variant(String key, Map<String, String> all, ProblemFile file) {
        List<String> tracks =
                file.tracks().stream().map(ProblemFile.Track::name).toList();
        String name = all.get(key);
        String expected =
                "baseline, a track (one of " + tracks + ") or a version of one like " + tracks.get(0) + "@0.12";
        if (name == null) {
            throw wrong(key, "", expected);
        }
        Variant variant;
        try {
            variant = Variant.of(name);
        } catch (IllegalArgumentException e) {
            throw wrong(key, name, expected);
        }
        if (variant.track() != null && !tracks.contains(variant.track())) {
            throw wrong(key, name, expected);
        }
        return variant;
    }

    private static List<Stage> stages(Map<String, String> all) {
        String text = all.getOrDefault("ramp", "");
        String expected =
                "stages like 1%:1000,5%:2000,50%: shares that do not fall, at most 50%, units of each but the last";
        List<Stage> stages = new ArrayList<>();
        String[] parts = text.split(",", -1);
        double before = 0;
        for (int i = 0; i < parts.length; i++) {
            String[] pair = parts[i].strip().split(":", -1);
            boolean last = i == parts.length - 1;
            if (pair.length != (last ? 1 : 2)) {
                throw wrong("ramp", text, expected);
            }
            double share = percent("ramp", pair[0], 0.0001, 0.5);
            if (share < before) {
                throw wrong("ramp", text, expected);
            }
            before = share;
            stages.add(new Stage(
                    share, last ? Long.MAX_VALUE : whole("ramp", Map.of("ramp", pair[1]), 1, 1_000_000_000)));
        }
        return List.copyOf(stages);
    }

    private static List<Guard> guardrails(Map<String, String> all) {
        String text = all.getOrDefault("guardrails", "");
        List<Guard> guards = new ArrayList<>();
        for (String part : text.isBlank() ? new String[0] : text.split(",", -1)) {
            String[] of = part.strip().split(":", -1);
            if (of.length != 3 || of[0].isEmpty() || !of[2].equals("more") && !of[2].equals("less")) {
                throw wrong(
                        "guardrails", text, "metrics like latency:2%:less,sold:5%:more, saying which way is better");
            }
            guards.add(new Guard(of[0], percent("guardrails", of[1], 0, 0.99), of[2].equals("more")));
        }
        return List.copyOf(guards);
    }

    private static double percent(String key, String text, double least, double most) {
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

    private static double number(String key, Map<String, String> all, double least, double most) {
        String text = all.getOrDefault(key, "");
        double value = parsed(key, text, "a number");
        if (!(value >= least && value <= most)) {
            throw wrong(key, text, "a number from " + least + " to " + most);
        }
        return value;
    }

    private static long whole(String key, Map<String, String> all, long least, long most) {
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

    private static Duration duration(String key, Map<String, String> all) {
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

    private static boolean choice(Map<String, String> all) {
        String text = all.getOrDefault("promote", "");
        if (!text.equals("auto") && !text.equals("manual")) {
            throw wrong("promote", text, "auto or manual");
        }
        return text.equals("auto");
    }
}
