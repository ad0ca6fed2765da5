package dev.weir.ops.evaluate;

import dev.weir.evaluation.estimator.ClippedIps;
import dev.weir.evaluation.estimator.DirectMethod;
import dev.weir.evaluation.estimator.DoublyRobust;
import dev.weir.evaluation.estimator.Estimate;
import dev.weir.evaluation.estimator.Estimator;
import dev.weir.evaluation.estimator.Evaluation;
import dev.weir.evaluation.estimator.Ips;
import dev.weir.evaluation.estimator.OptimisticDr;
import dev.weir.evaluation.estimator.SelfNormalisedDr;
import dev.weir.evaluation.estimator.Snips;
import dev.weir.evaluation.estimator.SwitchDr;
import dev.weir.evaluation.model.Slope;
import java.util.ArrayList;
import java.util.List;
import java.util.function.DoubleFunction;

/** Which estimators are run, and which of those with limits are shown. Immutable. */
final class Estimators {
    private static final double[] GRID = {1000, 200, 50, 20, 10, 5, 2}; // from least biased to most, as SLOPE asks
    private static final int PLAIN = 5;

    private final boolean chosen;
    private final List<Estimator> all = new ArrayList<>();

    Estimators(List<Double> limits) {
        chosen = limits.isEmpty();
        all.addAll(List.of(new Ips(), new Snips(), new DirectMethod(), new DoublyRobust(), new SelfNormalisedDr()));
        double[] each =
                chosen ? GRID : limits.stream().mapToDouble(Double::doubleValue).toArray();
        family(each, ClippedIps::new);
        family(each, SwitchDr::new);
        family(each, limit -> new OptimisticDr(chosen ? limit * limit : limit));
    }

    private void family(double[] limits, DoubleFunction<Estimator> of) {
        for (double limit : limits) {
            all.add(of.apply(limit));
        }
    }

    Evaluation evaluation() {
        return new Evaluation(all);
    }

    /** Plain ones, then those with limits: all that were asked for, or of each family the one that SLOPE takes. */
    List<Line> lines(Evaluation evaluation, double level) {
        List<Estimate> estimates = evaluation.estimates();
        List<Line> lines = new ArrayList<>();
        estimates.subList(0, PLAIN).forEach(e -> lines.add(Line.of(e, level)));
        int width = (all.size() - PLAIN) / 3;
        for (int family = 0; family < 3; family++) {
            int from = PLAIN + family * width;
            List<Estimate> candidates = estimates.subList(from, from + width);
            if (chosen) {
                lines.add(Line.of(candidates.get(Slope.choose(candidates, 2)), level));
            } else {
                candidates.forEach(e -> lines.add(Line.of(e, level)));
            }
        }
        return lines;
    }
}
