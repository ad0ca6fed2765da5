package dev.weir.schemas.problem;

import dev.weir.schemas.problem.FormulaProgram.Op;
import dev.weir.schemas.problem.FormulaProgram.Step;
import java.util.ArrayList;
import java.util.List;

/** Recursive-descent parser of {@link RewardFormula}; emits steps in postfix order. Used once. */
final class FormulaParser {
    private static final int MAX_LENGTH = 4096;
    private static final int MAX_DEPTH = 64;
    private static final int MAX_NAME = 128;

    private final String text;
    private final List<Step> steps = new ArrayList<>();
    private int at;
    private int nesting;
    private int height;
    private int depth;

    FormulaParser(String text) {
        this.text = text;
    }

    RewardFormula parse() {
        if (text.length() > MAX_LENGTH) {
            throw new IllegalArgumentException(
                    "reward formula must have at most " + MAX_LENGTH + " characters, had " + text.length());
        }
        sum();
        if (peek() != 0) {
            throw wrong(at, "an operator or the end");
        }
        return new FormulaProgram(text, steps.toArray(Step[]::new), depth);
    }

    private void sum() {
        product();
        for (char c = peek(); c == '+' || c == '-'; c = peek()) {
            at++;
            product();
            emit(c == '+' ? Op.ADD : Op.SUBTRACT, -1);
        }
    }

    private void product() {
        unary();
        for (char c = peek(); c == '*' || c == '/'; c = peek()) {
            at++;
            unary();
            emit(c == '*' ? Op.MULTIPLY : Op.DIVIDE, -1);
        }
    }

    private void unary() {
        boolean negative = false;
        for (char c = peek(); c == '-' || c == '+'; c = peek()) {
            negative ^= c == '-';
            at++;
        }
        value();
        if (negative) {
            emit(Op.NEGATE, 0);
        }
    }

    private void value() {
        if (++nesting > MAX_DEPTH) {
            throw wrong(at, "at most " + MAX_DEPTH + " levels of parentheses");
        }
        char c = peek();
        if (c == '(') {
            at++;
            sum();
            expect(')');
        } else if (c == '`') {
            quotedMetric();
        } else if (isDigit(c) || c == '.') {
            number();
        } else if (isNameStart(c)) {
            nameOrCall();
        } else {
            throw wrong(at, "a number, a metric, a function or '('");
        }
        nesting--;
    }

    private void number() {
        int start = at;
        digits();
        if (at < text.length() && text.charAt(at) == '.') {
            at++;
            digits();
        }
        if (at < text.length() && (text.charAt(at) == 'e' || text.charAt(at) == 'E')) {
            at++;
            if (at < text.length() && (text.charAt(at) == '+' || text.charAt(at) == '-')) {
                at++;
            }
            digits();
        }
        double number;
        try {
            number = Double.parseDouble(text.substring(start, at));
        } catch (NumberFormatException e) {
            throw wrong(start, "a number");
        }
        if (!Double.isFinite(number)) {
            throw wrong(start, "a finite number");
        }
        push(new Step(Op.NUMBER, "", number));
    }

    private void digits() {
        while (at < text.length() && isDigit(text.charAt(at))) {
            at++;
        }
    }

    private void nameOrCall() {
        int start = at;
        while (at < text.length() && isNamePart(text.charAt(at))) {
            at++;
        }
        String name = text.substring(start, at);
        if (peek() == '(') {
            call(name, start);
        } else if (name.endsWith(".") || name.contains("..")) {
            throw wrong(start, "a metric name with dots between letters or digits only");
        } else {
            metric(name, start);
        }
    }

    private void quotedMetric() {
        int start = at;
        int end = text.indexOf('`', start + 1);
        if (end < 0) {
            throw wrong(text.length(), "'`' that closes the name begun at position " + (start + 1));
        }
        at = end + 1;
        metric(text.substring(start + 1, end), start);
    }

    private void metric(String name, int start) {
        if (name.isBlank() || name.length() > MAX_NAME) {
            throw wrong(start, "a metric name of 1 to " + MAX_NAME + " characters");
        }
        push(new Step(Op.METRIC, name, 0));
    }

    private void call(String function, int start) {
        expect('(');
        switch (function) {
            case "abs" -> {
                sum();
                emit(Op.ABS, 0);
            }
            case "clip" -> {
                sum();
                expect(',');
                sum();
                expect(',');
                sum();
                emit(Op.CLIP, -2);
            }
            case "min" -> atLeastTwo(Op.MIN);
            case "max" -> atLeastTwo(Op.MAX);
            default -> throw wrong(start, "one of the functions min, max, abs, clip");
        }
        expect(')');
    }

    private void atLeastTwo(Op op) {
        sum();
        do {
            expect(',');
            sum();
            emit(op, -1);
        } while (peek() == ',');
    }

    private void push(Step step) {
        steps.add(step);
        depth = Math.max(depth, ++height);
    }

    private void emit(Op op, int change) {
        steps.add(new Step(op, "", 0));
        height += change;
    }

    /** The next character that is not white space, or 0 at the end. */
    private char peek() {
        while (at < text.length() && Character.isWhitespace(text.charAt(at))) {
            at++;
        }
        return at < text.length() ? text.charAt(at) : 0;
    }

    private void expect(char c) {
        if (peek() != c) {
            throw wrong(at, "'" + c + "'");
        }
        at++;
    }

    private IllegalArgumentException wrong(int position, String expected) {
        int from = Math.min(position, text.length());
        String found = from == text.length()
                ? "the end"
                : "'" + text.substring(from, Math.min(text.length(), from + 16)) + "'";
        return new IllegalArgumentException(
                "reward formula, position " + (from + 1) + ": expected " + expected + ", was " + found);
    }

    private static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }

    private static boolean isNameStart(char c) {
        return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c == '_';
    }

    private static boolean isNamePart(char c) {
        return isNameStart(c) || isDigit(c) || c == '.';
    }
}
