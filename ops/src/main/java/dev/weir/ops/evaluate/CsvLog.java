package dev.weir.ops.evaluate;

import dev.weir.ops.evaluate.LogRow.Chain;
import dev.weir.rl.decision.ActionSpace;
import dev.weir.rl.decision.DecisionProblem;
import dev.weir.rl.decision.Situation;
import dev.weir.rl.decision.UnitId;
import dev.weir.rl.feature.FeatureSpec;
import dev.weir.rl.feature.Features;
import dev.weir.schemas.problem.ProblemFile;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.DoubleConsumer;
import org.jspecify.annotations.Nullable;

/** A CSV or Parquet file of decisions whose actions the problem declares. Without a unit, each row is one. Confined to one thread. */
final class CsvLog implements EvaluationLog {
    private final Path path;
    private final CsvColumns columns;
    private final TimeRange range;
    private final DecisionProblem problem;
    private final boolean episodes;
    private final boolean propensities;
    private final Map<String, Integer> placeOf = new HashMap<>();

    CsvLog(Path path, CsvColumns columns, ProblemFile file, TimeRange range) {
        this.path = path;
        this.columns = columns;
        this.range = range;
        this.problem = file.decision();
        this.episodes = file.episodes() != null;
        if (problem.actions() instanceof ActionSpace.Candidates) {
            throw new IllegalArgumentException(path.getFileName()
                    + ": a table needs declared actions; candidates come in transitions (Avro, topics)");
        }
        try (TableFile csv = TableFile.open(path)) {
            Map<String, Integer> places = columns.in(csv, problem.context().specs());
            this.propensities = at(places, "propensity") >= 0;
            if (range != TimeRange.ALL && at(places, "time") < 0) {
                throw new IllegalArgumentException("--since and --until need a column time: --map time=COLUMN");
            }
            if (episodes && (at(places, "unit") < 0 || at(places, "step") < 0 || at(places, "terminal") < 0)) {
                throw new IllegalArgumentException(
                        "the problem has episodes: a CSV log needs unit, step and terminal (--map)");
            }
        }
    }

    private static int at(Map<String, Integer> places, String name) {
        return places.getOrDefault(name, -1);
    }

    @Override
    public boolean hasPropensities() {
        return propensities;
    }

    @Override
    public void read(Consumer<LogRow> each, DoubleConsumer progress) {
        try (TableFile csv = TableFile.open(path)) {
            Map<String, Integer> places = columns.in(csv, problem.context().specs());
            long number = 0;
            for (List<String> line = csv.next(); line != null; line = csv.next()) {
                LogRow row = row(csv.where(), number++, line, places);
                if (row != null) {
                    each.accept(row);
                }
                if ((number & 1023) == 0) {
                    progress.accept(csv.progress());
                }
            }
        }
    }

    private @Nullable LogRow row(String where, long number, List<String> line, Map<String, Integer> places) {
        String time = text(line, places, "time");
        if (range != TimeRange.ALL && !range.holds(TimeRange.millis(where + ": time", String.valueOf(time)))) {
            return null;
        }
        Situation situation = new Situation(features(where, line, places, ""), List.of(), null);
        String action = String.valueOf(text(line, places, "action"));
        int place = places(action, situation);
        if (place < 0) {
            throw new IllegalArgumentException(
                    where + ": action must be one of the problem's actions, was '" + action + "'");
        }
        String unit = text(line, places, "unit");
        return new LogRow(
                where,
                unit == null || unit.isEmpty() ? number : new UnitId(unit).hash(),
                situation,
                place,
                propensities ? propensity(where, String.valueOf(text(line, places, "propensity"))) : Double.NaN,
                number(where, "reward", String.valueOf(text(line, places, "reward"))),
                new double[0],
                text(line, places, "baseline"),
                episodes ? chain(where, line, places) : null);
    }

    /** Rows name few different actions, again and again. */
    private int places(String action, Situation situation) {
        Integer known = placeOf.get(action);
        if (known == null) {
            known = problem.indexOf(situation, action);
            if (known >= 0) {
                placeOf.put(action, known);
            }
        }
        return known;
    }

    private Chain chain(String where, List<String> line, Map<String, Integer> places) {
        boolean terminal = flag(line, places, "terminal");
        double step = number(where, "step", String.valueOf(text(line, places, "step")));
        boolean seen = problem.context().specs().stream().anyMatch(f -> at(places, CsvColumns.NEXT + f.name()) >= 0);
        Situation next = seen && !terminal
                ? new Situation(features(where, line, places, CsvColumns.NEXT), List.of(), null)
                : null;
        return new Chain((long) step, terminal, flag(line, places, "truncated"), next);
    }

    private static boolean flag(List<String> line, Map<String, Integer> places, String name) {
        String text = text(line, places, name);
        return text != null && (text.equals("1") || text.equalsIgnoreCase("true"));
    }

    private Features features(String where, List<String> line, Map<String, Integer> places, String prefix) {
        double[] numbers = new double[problem.context().numbers()];
        String[] texts = new String[problem.context().texts()];
        int number = 0;
        int text = 0;
        for (FeatureSpec spec : problem.context().specs()) {
            String name = prefix.isEmpty() ? spec.name() : prefix + spec.name();
            String value = text(line, places, name);
            if (!(spec instanceof FeatureSpec.Numeric numeric)) {
                texts[text++] = value == null ? "" : value;
            } else if (numeric.size() > 1) {
                String[] all = value == null ? new String[0] : value.split(";", -1);
                if (all.length != numeric.size()) {
                    throw new IllegalArgumentException(where + ": " + name + " must be " + numeric.size()
                            + " numbers between ';', was '" + value + "'");
                }
                for (String one : all) {
                    numbers[number++] = number(where, name, one);
                }
            } else if ((value == null || value.isEmpty()) && !Double.isNaN(numeric.missing())) {
                numbers[number++] = numeric.missing();
            } else {
                numbers[number++] = number(where, name, String.valueOf(value));
            }
        }
        return new Features(numbers, texts);
    }

    private static @Nullable String text(List<String> line, Map<String, Integer> places, String name) {
        int place = at(places, name);
        return place < 0 ? null : line.get(place);
    }

    private double propensity(String where, String text) {
        try {
            double value = columns.propensity(text);
            if (!Double.isNaN(value)) {
                return value;
            }
        } catch (NumberFormatException e) {
            throw notANumber(where, "propensity", text);
        }
        throw notANumber(where, "propensity", text);
    }

    private static double number(String where, String name, String text) {
        try {
            double value = Double.parseDouble(text);
            if (Double.isFinite(value)) {
                return value;
            }
        } catch (NumberFormatException e) {
            throw notANumber(where, name, text);
        }
        throw notANumber(where, name, text);
    }

    private static IllegalArgumentException notANumber(String where, String name, String text) {
        return new IllegalArgumentException(where + ": " + name + " must be a finite number, was '" + text + "'");
    }
}
