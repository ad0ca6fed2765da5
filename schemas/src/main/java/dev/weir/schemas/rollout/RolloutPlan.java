package dev.weir.schemas.rollout;

import static dev.weir.schemas.rollout.Arguments.wrong;

import dev.weir.schemas.problem.ProblemFile;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * What a rollout is to do, as the arguments of its {@code start} command say it.
 *
 * @param control     {@code control}: the variant that is measured against
 * @param challenger  {@code challenger}: the variant that is tried
 * @param shadow      {@code shadow}, {@code after-shadow} and {@code match}; null: the ramp begins at once
 * @param stages      {@code ramp}: like {@code 1%:1000,5%:2000,50%}, shares of units, and units that come in a stage
 * @param approvals   {@code approve} and {@code approvers}: stages that a person begins
 * @param quiet       {@code quiet} and {@code zone}: when the challenger gets nothing more
 * @param holdout     {@code holdout}: share of units that stay with the control even after a promotion
 * @param alpha       {@code alpha}: probability of a wrong end, ever
 * @param leastUnits  {@code least-units}: matured units of the smaller arm before the first look
 * @param mostUnits   {@code most-units}: matured units after which an open question stays open
 * @param matureAfter {@code mature-after}: a unit counts with what came of its decisions within this of its first one
 * @param guardrails  {@code guardrails}: like {@code latency:2%:less,sold:5%:more}: metrics that must not suffer
 * @param bounds      {@code bounds}: like {@code 0..1}: rewards lie between; intervals are then by betting, else null
 * @param gate        {@code gate}: what the log must say of the challenger before anything begins; null: nothing
 * @param overrides   {@code override:UNIT}: the variant that a unit gets whatever its bucket; it does not count
 * @param byItself    {@code promote}: auto, or manual: a person promotes; it rolls back by itself either way
 */
public record RolloutPlan(
        Variant control,
        Variant challenger,
        @Nullable ShadowStage shadow,
        List<Stage> stages,
        Approvals approvals,
        Quiet quiet,
        double holdout,
        double alpha,
        long leastUnits,
        long mostUnits,
        Duration matureAfter,
        List<Guard> guardrails,
        @Nullable Bounds bounds,
        @Nullable Gate gate,
        Map<String, String> overrides,
        boolean byItself) {
    private static final String OVERRIDE = "override:";

    private static final Map<String, String> DEFAULTS = Map.ofEntries(
            Map.entry("shadow", ""),
            Map.entry("after-shadow", "ramp"),
            Map.entry("match", "95%"),
            Map.entry("ramp", "1%:1000,5%:2000,50%"),
            Map.entry("approve", ""),
            Map.entry("approvers", ""),
            Map.entry("quiet", ""),
            Map.entry("zone", "UTC"),
            Map.entry("holdout", "0%"),
            Map.entry("alpha", "0.05"),
            Map.entry("least-units", "300"),
            Map.entry("most-units", "50000"),
            Map.entry("mature-after", "PT0S"),
            Map.entry("guardrails", ""),
            Map.entry("bounds", ""),
            Map.entry("gate", ""),
            Map.entry("promote", "auto"));

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
            if (!known.contains(key) && !key.startsWith(OVERRIDE) && !key.startsWith(Gate.SAID)) {
                throw wrong(key, arguments.getOrDefault(key, ""), "one of " + known + " or override:UNIT");
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
        ShadowStage shadow = ShadowStage.of(all);
        if (shadow != null && challenger.track() == null) {
            throw wrong("shadow", all.getOrDefault("shadow", ""), "empty where the challenger is the baseline");
        }
        long least = Arguments.whole("least-units", all, 2, 1_000_000);
        List<Stage> stages = stages(all);
        return new RolloutPlan(
                control,
                challenger,
                shadow,
                stages,
                Approvals.of(all, stages.size()),
                Quiet.of(all.getOrDefault("quiet", ""), all.getOrDefault("zone", "")),
                Arguments.percent("holdout", all.getOrDefault("holdout", ""), 0, 0.5),
                Arguments.number("alpha", all, 1e-6, 0.5),
                least,
                Arguments.whole("most-units", all, least, 1_000_000_000),
                Arguments.duration("mature-after", all),
                guardrails(all),
                Bounds.of(all.getOrDefault("bounds", "")),
                Gate.of(all),
                overrides(arguments, control, challenger),
                Arguments.choice("promote", all, List.of("auto", "manual")).equals("auto"));
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
            double share = Arguments.percent("ramp", pair[0], 0.0001, 0.5);
            if (share < before) {
                throw wrong("ramp", text, expected);
            }
            before = share;
            stages.add(new Stage(
                    share, last ? Long.MAX_VALUE : Arguments.whole("ramp", Map.of("ramp", pair[1]), 1, 1_000_000_000)));
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
            guards.add(new Guard(of[0], Arguments.percent("guardrails", of[1], 0, 0.99), of[2].equals("more")));
        }
        return List.copyOf(guards);
    }
}
