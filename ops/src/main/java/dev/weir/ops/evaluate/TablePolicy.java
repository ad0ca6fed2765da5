package dev.weir.ops.evaluate;

import dev.weir.rl.decision.ActionSpace;
import dev.weir.rl.decision.DecisionProblem;
import dev.weir.rl.decision.Situation;
import dev.weir.rl.feature.FeatureSpec;
import dev.weir.rl.feature.Features;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * A policy in a CSV file: columns {@code action}, {@code probability}, and any of the problem's features that are not numbers;
 * probabilities of the actions of each combination of features sum to 1. Confined to one thread.
 */
final class TablePolicy implements EvaluatedPolicy {
    private static final double TOLERANCE = 1e-6;

    private final String name;
    private final DecisionProblem problem;
    private final List<Integer> keys = new ArrayList<>(); // places among the texts of features
    private final Map<List<String>, double[]> table = new HashMap<>();

    TablePolicy(String name, Path file, DecisionProblem problem) {
        this.name = name;
        this.problem = problem;
        if (problem.actions() instanceof ActionSpace.Candidates) {
            throw new IllegalArgumentException("policy " + name + ": a table needs declared actions");
        }
        Situation nowhere = new Situation(Features.NONE, List.of(), null);
        try (CsvFile csv = new CsvFile(file)) {
            List<Integer> columns = columns(csv);
            int action = needed(csv, "action");
            int probability = needed(csv, "probability");
            for (List<String> line = csv.next(); line != null; line = csv.next()) {
                int index = problem.indexOf(nowhere, line.get(action));
                double value = probability(csv, line.get(probability));
                if (index < 0) {
                    throw new IllegalArgumentException(csv.where() + ": policy " + name
                            + " knows an action that the problem does not: '" + line.get(action) + "'");
                }
                List<String> key = columns.stream().map(line::get).toList();
                table.computeIfAbsent(key, k -> new double[problem.actionCount(nowhere)])[index] += value;
            }
        }
        table.forEach((key, pmf) -> check("where features are " + key + ", its probabilities", pmf));
    }

    private List<Integer> columns(CsvFile csv) {
        List<Integer> columns = new ArrayList<>();
        int text = 0;
        for (FeatureSpec spec : problem.context().specs()) {
            boolean words = !(spec instanceof FeatureSpec.Numeric);
            if (words && csv.column(spec.name()) >= 0) {
                columns.add(csv.column(spec.name()));
                keys.add(text);
            }
            text += words ? 1 : 0;
        }
        if (columns.size() + 2 != csv.header().size()) {
            throw new IllegalArgumentException("policy " + name
                    + ": expected the columns action, probability and features that are not numbers, had "
                    + csv.header());
        }
        return columns;
    }

    private int needed(CsvFile csv, String column) {
        int place = csv.column(column);
        if (place < 0) {
            throw new IllegalArgumentException(
                    "policy " + name + ": expected a column '" + column + "', had " + csv.header());
        }
        return place;
    }

    private static double probability(CsvFile csv, String text) {
        try {
            double value = Double.parseDouble(text);
            if (value >= 0 && value <= 1 + TOLERANCE) {
                return value;
            }
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException(csv.where() + ": probability must be in [0, 1], was '" + text + "'", e);
        }
        throw new IllegalArgumentException(csv.where() + ": probability must be in [0, 1], was '" + text + "'");
    }

    private void check(String what, double[] pmf) {
        double sum = 0;
        for (double p : pmf) {
            sum += p;
        }
        if (Math.abs(sum - 1) > TOLERANCE) {
            throw new IllegalArgumentException("policy " + name + ": " + what + " must sum to 1, summed to " + sum);
        }
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public double[] pmf(LogRow row) {
        Situation situation = row.situation();
        List<String> key =
                keys.stream().map(k -> situation.features().texts()[k]).toList();
        double[] all = table.get(key);
        if (all == null) {
            throw new IllegalArgumentException(row.where() + ": policy " + name + " says nothing of features " + key);
        }
        if (situation.allowed() == null) {
            return all;
        }
        double[] pmf = new double[problem.allowedCount(situation)];
        for (int i = 0; i < pmf.length; i++) {
            pmf[i] = all[problem.actionIndex(situation, i)];
        }
        check(row.where() + ": its probabilities of the allowed actions", pmf);
        return pmf;
    }
}
