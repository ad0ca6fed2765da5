package dev.weir.ops.evaluate;

import dev.weir.evaluation.estimator.Estimate;
import dev.weir.evaluation.interval.Interval;
import dev.weir.evaluation.interval.Student;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What one estimator says of one policy.
 *
 * @param family    name without its limit, as {@code switch-dr}
 * @param estimator name with its limit, as {@code switch-dr(10)}
 */
record Line(String family, String estimator, double value, double error, double lower, double upper) {
    static Line of(Estimate estimate, double level) {
        Interval interval = Student.of(estimate, level);
        String name = estimate.estimator();
        int bracket = name.indexOf('(');
        return new Line(
                bracket < 0 ? name : name.substring(0, bracket),
                name,
                estimate.value(),
                estimate.standardError(),
                interval.lower(),
                interval.upper());
    }

    /** The same where the log is too thin to promise anything. */
    Line withoutInterval() {
        return new Line(family, estimator, value, error, Double.NEGATIVE_INFINITY, Double.POSITIVE_INFINITY);
    }

    Map<String, @Nullable Object> json() {
        Map<String, @Nullable Object> map = new LinkedHashMap<>();
        map.put("estimator", estimator);
        map.put("value", value);
        map.put("standardError", finite(error));
        map.put("lower", finite(lower));
        map.put("upper", finite(upper));
        return map;
    }

    /** JSON knows no infinity. */
    private static @Nullable Double finite(double number) {
        return Double.isFinite(number) ? number : null;
    }
}
