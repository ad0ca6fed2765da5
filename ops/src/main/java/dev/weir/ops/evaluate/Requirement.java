package dev.weir.ops.evaluate;

import dev.weir.evaluation.diagnosis.Belief;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A condition on a report: {@code lower(dr) > value(uniform)}. Sides are numbers, or {@code lower, upper, value} of an
 * estimator and a policy; the estimator is {@code dr} where none is named, the policy the first that was asked for;
 * {@code logged} stands for what the log itself has earned. Comparisons: {@code < <= > >=}. Immutable.
 */
public final class Requirement {
    private static final List<String> COMPARISONS = List.of("<=", ">=", "<", ">");
    private static final String EXPECTED =
            "--require must be like \"lower(dr) > value(uniform)\": lower, upper or value of ([estimator][, policy]) or a"
                    + " number, and one of < <= > >= between";

    private final String text;
    private final String left;
    private final String comparison;
    private final String right;

    private Requirement(String text, String left, String comparison, String right) {
        this.text = text;
        this.left = left;
        this.comparison = comparison;
        this.right = right;
    }

    /** Reads one; names are looked up when it is asked. */
    public static Requirement parse(String text) {
        for (int i = 0; i < text.length(); i++) {
            for (String comparison : COMPARISONS) {
                if (text.startsWith(comparison, i)) {
                    String left = text.substring(0, i).trim();
                    String right = text.substring(i + comparison.length()).trim();
                    if (wellFormed(left) && wellFormed(right)) {
                        return new Requirement(text, left, comparison, right);
                    }
                    throw new IllegalArgumentException(EXPECTED + "; was '" + text + "'");
                }
            }
        }
        throw new IllegalArgumentException(EXPECTED + "; was '" + text + "'");
    }

    private static boolean wellFormed(String side) {
        return number(side).isPresent() || side.matches("(lower|upper|value)\\(.*\\)");
    }

    private static Optional<Double> number(String side) {
        try {
            return Optional.of(Double.valueOf(side));
        } catch (NumberFormatException e) {
            return Optional.empty();
        }
    }

    /**
     * Whether it holds; false too where a side is not a number, or of a policy whose estimate is not to be believed.
     *
     * @param anyway whether such estimates count all the same
     */
    public boolean holds(EvaluationReport report, boolean anyway) {
        return (anyway || believable(left, report) && believable(right, report)) && holds(report);
    }

    private boolean believable(String side, EvaluationReport report) {
        if (number(side).isPresent()) {
            return true;
        }
        Source source = source(side, report);
        return source.logged() || source.policy().verdict().belief() != Belief.DO_NOT;
    }

    private boolean holds(EvaluationReport report) {
        double a = side(left, report);
        double b = side(right, report);
        return switch (comparison) {
            case "<" -> a < b;
            case "<=" -> a <= b;
            case ">" -> a > b;
            default -> a >= b;
        };
    }

    /** With the numbers put in. */
    public String explained(EvaluationReport report, boolean anyway) {
        String said = holds(report, anyway)
                ? " holds"
                : holds(report) ? " would hold, but a verdict is 'do not believe': refused" : " DOES NOT HOLD";
        return "required " + text + ": " + EvaluationReport.text(side(left, report)) + " " + comparison + " "
                + EvaluationReport.text(side(right, report)) + said;
    }

    private double side(String side, EvaluationReport report) {
        Optional<Double> number = number(side);
        if (number.isPresent()) {
            return number.get();
        }
        Source source = source(side, report);
        Line line = source.logged() ? report.logged() : find(source.policy(), source.estimator());
        return switch (side.substring(0, side.indexOf('('))) {
            case "lower" -> line.lower();
            case "upper" -> line.upper();
            default -> line.value();
        };
    }

    /** What the arguments of a side name. */
    private record Source(PolicyResult policy, String estimator, boolean logged) {}

    private static Source source(String side, EvaluationReport report) {
        PolicyResult policy = report.policies().get(0);
        String estimator = report.primary();
        boolean logged = false;
        for (String argument :
                side.substring(side.indexOf('(') + 1, side.length() - 1).split(",", -1)) {
            String name = argument.trim();
            Optional<PolicyResult> named = report.policies().stream()
                    .filter(p -> p.name().equals(name))
                    .findFirst();
            if (name.equals("logged")) {
                logged = true;
            } else if (named.isPresent()) {
                policy = named.get();
            } else if (!name.isEmpty()) {
                estimator = name;
            }
        }
        return new Source(policy, estimator, logged);
    }

    private Line find(PolicyResult policy, String estimator) {
        List<String> known = new ArrayList<>();
        for (Line line : policy.lines()) {
            if (line.estimator().equals(estimator) || line.family().equals(estimator)) {
                return line;
            }
            known.add(line.estimator());
        }
        throw new IllegalArgumentException("--require '" + text + "': expected a policy that was asked for or one of "
                + known + ", was '" + estimator + "'");
    }
}
