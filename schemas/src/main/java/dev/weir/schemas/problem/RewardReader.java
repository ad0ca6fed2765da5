package dev.weir.schemas.problem;

import dev.weir.schemas.problem.ProblemFile.Aggregate;
import dev.weir.schemas.problem.ProblemFile.LearnAt;
import dev.weir.schemas.problem.ProblemFile.Reward;
import java.time.Duration;
import java.util.Locale;

/** Reads how outcomes become one reward. */
final class RewardReader {
    static final Duration MIN_WINDOW = Duration.ofSeconds(1);
    static final Duration MAX_WINDOW = Duration.ofDays(30);

    private RewardReader() {}

    static Reward read(Section root) {
        try (Section s = root.section("reward")) {
            RewardFormula formula = formula(s);
            Duration window = s.duration("window", MIN_WINDOW, MAX_WINDOW, null);
            String aggregate = s.choice("aggregate", "sum", "first", "last", "sum", "mean", "min", "max");
            double ifNone = s.has("if-none")
                    ? s.number("if-none", Double.NEGATIVE_INFINITY, Double.POSITIVE_INFINITY, null)
                    : Double.NaN;
            String learnAt = s.choice("learn-at", "window-close", "window-close", "arrival");
            if (learnAt.equals("arrival")) {
                checkArrival(s, aggregate, ifNone);
            }
            return new Reward(
                    formula,
                    window,
                    Aggregate.valueOf(aggregate.toUpperCase(Locale.ROOT)),
                    ifNone,
                    learnAt.equals("arrival") ? LearnAt.ARRIVAL : LearnAt.WINDOW_CLOSE);
        }
    }

    private static void checkArrival(Section s, String aggregate, double ifNone) {
        if (!aggregate.equals("first")) {
            s.wrong(
                    "learn-at",
                    s.node("learn-at"),
                    "window-close, or arrival with aggregate: first (it is " + aggregate
                            + "): what may still change cannot be learned yet");
        }
        if (!Double.isNaN(ifNone)) {
            s.wrong(
                    "learn-at",
                    s.node("learn-at"),
                    "window-close wherever if-none is given: a new policy's first window"
                            + " would hold rewarded decisions alone; or arrival without if-none, when decisions without an"
                            + " outcome are not learned from");
        }
    }

    private static RewardFormula formula(Section s) {
        String text = s.text("formula", null);
        if (text.isEmpty()) {
            return RewardFormula.parse("0");
        }
        try {
            return RewardFormula.parse(text);
        } catch (IllegalArgumentException e) {
            s.wrong("formula", s.node("formula"), String.valueOf(e.getMessage()));
            return RewardFormula.parse("0");
        }
    }
}
