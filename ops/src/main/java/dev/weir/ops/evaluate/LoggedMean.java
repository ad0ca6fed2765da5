package dev.weir.ops.evaluate;

import dev.weir.evaluation.estimator.Evaluation;
import dev.weir.evaluation.estimator.Ips;
import java.util.List;

/** What the policy that logged has earned: the mean reward, with its interval by unit. Confined to one thread. */
final class LoggedMean {
    private final Evaluation evaluation;

    LoggedMean() {
        this(Evaluation.GROUPS);
    }

    /** @param groups of units, a power of two */
    LoggedMean(int groups) {
        evaluation = new Evaluation(List.of(new Ips()), groups);
    }

    void add(LogRow row) {
        evaluation.addWeighted(row.unit(), 1, row.reward(), 0, 0);
    }

    long rows() {
        return evaluation.rows();
    }

    Line line(double level) {
        Line line = Line.of(evaluation.estimates().get(0), level);
        return new Line("mean", "mean", line.value(), line.error(), line.lower(), line.upper());
    }
}
