package dev.weir.ops.evaluate;

import dev.weir.rl.decision.DecisionProblem;
import dev.weir.rl.decision.Situation;
import dev.weir.rl.policy.Policy;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Policies that are known before the log is read. */
final class SimplePolicies {
    private SimplePolicies() {}

    /** Every allowed action with the same probability. */
    record Uniform(String name, DecisionProblem problem) implements EvaluatedPolicy {
        @Override
        public double[] pmf(LogRow row) {
            double[] pmf = new double[problem.allowedCount(row.situation())];
            Arrays.fill(pmf, 1.0 / pmf.length);
            return pmf;
        }
    }

    /** A published version, exploration included, as it serves. */
    record Version(String name, Policy policy, @Nullable String note) implements EvaluatedPolicy {
        @Override
        public double[] pmf(LogRow row) {
            try {
                return policy.judge(row.situation()).pmf();
            } catch (RuntimeException e) {
                throw new IllegalArgumentException(
                        row.where() + ": policy " + name + " cannot judge the situation: " + e.getMessage(), e);
            }
        }
    }

    /** What the caller would have done, in the rows that say so. */
    static final class Baseline implements EvaluatedPolicy {
        private final String name;
        private final DecisionProblem problem;
        private long unknown;
        private long forbidden;

        Baseline(String name, DecisionProblem problem) {
            this.name = name;
            this.problem = problem;
        }

        @Override
        public String name() {
            return name;
        }

        @Override
        public double @Nullable [] pmf(LogRow row) {
            if (row.baseline() == null || row.baseline().isEmpty()) {
                unknown++;
                return null;
            }
            Situation situation = row.situation();
            double[] pmf = new double[problem.allowedCount(situation)];
            for (int i = 0; i < pmf.length; i++) {
                if (problem.actionId(situation, problem.actionIndex(situation, i))
                        .equals(row.baseline())) {
                    pmf[i] = 1;
                    return pmf;
                }
            }
            forbidden++;
            return null;
        }

        @Override
        public @Nullable String note() {
            return unknown + forbidden == 0
                    ? null
                    : unknown + " rows without a baseline action and " + forbidden
                            + " rows that do not allow it are left out: the value is that of the other rows";
        }
    }
}
