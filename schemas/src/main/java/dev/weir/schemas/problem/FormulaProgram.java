package dev.weir.schemas.problem;

import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;

/** A formula as a program for a stack of doubles: one pass, no recursion, one small array a call. */
final class FormulaProgram implements RewardFormula {
    /** What one step does to the stack. */
    enum Op {
        NUMBER,
        METRIC,
        NEGATE,
        ADD,
        SUBTRACT,
        MULTIPLY,
        DIVIDE,
        MIN,
        MAX,
        ABS,
        CLIP
    }

    /** One step; {@code name} is read by METRIC alone, {@code number} by NUMBER alone. */
    record Step(Op op, String name, double number) {}

    private final String text;
    private final Step[] steps;
    private final int depth;
    private final Set<String> metrics;

    FormulaProgram(String text, Step[] steps, int depth) {
        this.text = text;
        this.steps = steps;
        this.depth = depth;
        Set<String> names = new LinkedHashSet<>();
        Arrays.stream(steps).filter(s -> s.op == Op.METRIC).forEach(s -> names.add(s.name));
        this.metrics = Collections.unmodifiableSet(names);
    }

    @Override
    public double apply(Map<String, Double> values) {
        double[] stack = new double[depth];
        int top = -1;
        for (Step step : steps) {
            top = run(step, stack, top, values);
        }
        double result = stack[0];
        if (!Double.isFinite(result)) {
            throw new IllegalArgumentException("reward formula '" + text + "' must give a finite number, gave " + result
                    + " for metrics " + values);
        }
        return result == 0 ? 0.0 : result; // -0.0 is 0: equal rewards have equal bits
    }

    /** Returns the new top. */
    private static int run(Step step, double[] stack, int top, Map<String, Double> values) {
        switch (step.op) {
            case NUMBER -> stack[++top] = step.number;
            case METRIC -> {
                Double value = values.get(step.name);
                stack[++top] = value == null ? 0.0 : value;
            }
            case NEGATE -> stack[top] = -stack[top];
            case ABS -> stack[top] = Math.abs(stack[top]);
            case CLIP -> {
                top -= 2;
                stack[top] = Math.max(stack[top + 1], Math.min(stack[top + 2], stack[top]));
            }
            default -> {
                top--;
                stack[top] = binary(step.op, stack[top], stack[top + 1]);
            }
        }
        return top;
    }

    private static double binary(Op op, double a, double b) {
        return switch (op) {
            case ADD -> a + b;
            case SUBTRACT -> a - b;
            case MULTIPLY -> a * b;
            case DIVIDE -> a / b;
            case MIN -> Math.min(a, b);
            case MAX -> Math.max(a, b);
            default -> throw new IllegalStateException(op + " does not take two values");
        };
    }

    @Override
    public Set<String> metrics() {
        return metrics;
    }

    @Override
    public String text() {
        return text;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof FormulaProgram p && text.equals(p.text);
    }

    @Override
    public int hashCode() {
        return text.hashCode();
    }

    @Override
    public String toString() {
        return text;
    }
}
