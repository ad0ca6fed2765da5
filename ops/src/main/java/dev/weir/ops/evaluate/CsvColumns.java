package dev.weir.ops.evaluate;

import dev.weir.rl.feature.FeatureSpec;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * Which column of a file holds what: names of Weir to names of columns, where they differ.
 *
 * @param map               like {@code action=item_id}; names are {@code action, propensity, reward, unit, time, step,
 *                          terminal, truncated, baseline}, features of the problem, and with episodes {@code next.F} for what
 *                          a feature F was after the decision
 * @param propensityDigits  decimals after which propensities are cut, as some readers do; 0: none are cut
 */
public record CsvColumns(Map<String, String> map, int propensityDigits) {
    private static final List<String> OWN =
            List.of("action", "propensity", "reward", "unit", "time", "step", "terminal", "truncated", "baseline");

    /** Before a feature's name: what it was after the decision. */
    static final String NEXT = "next.";

    public CsvColumns {
        map = Map.copyOf(map);
        if (propensityDigits < 0 || propensityDigits > 40) {
            throw new IllegalArgumentException("--propensity-digits must be 0 to 40, was " + propensityDigits);
        }
    }

    /** Places of the columns in a file; −1 where one that need not be there is not. */
    Map<String, Integer> in(TableFile file, List<FeatureSpec> features) {
        Set<String> known = new TreeSet<>(OWN);
        features.forEach(f -> known.add(f.name()));
        features.forEach(f -> known.add(NEXT + f.name()));
        for (String name : map.keySet()) {
            if (!known.contains(name)) {
                throw new IllegalArgumentException(
                        "--map: expected one of " + known + " before '=', was '" + name + "'");
            }
        }
        Map<String, Integer> places = new HashMap<>();
        List<String> missing = new ArrayList<>();
        for (String name : known) {
            String column = map.getOrDefault(name, name);
            int place = file.column(column);
            places.put(name, place);
            boolean needed = map.containsKey(name) || name.equals("action") || name.equals("reward");
            if (place < 0 && needed) {
                missing.add(name + "=" + column);
            }
        }
        for (FeatureSpec f : features) {
            boolean optional = f instanceof FeatureSpec.Numeric n && !Double.isNaN(n.missing());
            if (places.getOrDefault(f.name(), -1) < 0 && !optional) {
                missing.add(f.name() + "=" + map.getOrDefault(f.name(), f.name()));
            }
        }
        if (!missing.isEmpty()) {
            throw new IllegalArgumentException("the log has no column for " + missing + " (name=column); it has "
                    + file.header() + ": name them by --map");
        }
        return places;
    }

    /** A propensity as its text says, cut where that was asked for. */
    double propensity(String text) {
        int most = text.startsWith("0.") && propensityDigits > 0 ? 2 + propensityDigits : text.length();
        return Double.parseDouble(text.length() > most && !text.contains("e") ? text.substring(0, most) : text);
    }
}
