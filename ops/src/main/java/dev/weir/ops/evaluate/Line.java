package dev.weir.ops.evaluate;

import dev.weir.evaluation.estimator.Estimate;
import dev.weir.evaluation.interval.Interval;
import dev.weir.evaluation.interval.Student;
import java.util.LinkedHashMap;
import java.util.Map;

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

    Map<String, Object> json() {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("estimator", estimator);
        map.put("value", value);
        map.put("standardError", error);
        map.put("lower", lower);
        map.put("upper", upper);
        return map;
    }
}
