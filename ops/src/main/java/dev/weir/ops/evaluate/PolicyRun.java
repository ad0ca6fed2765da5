package dev.weir.ops.evaluate;

import dev.weir.evaluation.diagnosis.Diagnosis;
import dev.weir.evaluation.estimator.Evaluation;
import dev.weir.evaluation.estimator.StabilisedAipw;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One policy, row by row in constant memory. Confined to one thread. */
final class PolicyRun {
    private static final double AIPW_MEMORY = 500;

    private final EvaluatedPolicy policy;
    private final Estimators estimators;
    private final Evaluation evaluation;
    private final Diagnosis diagnosis;
    private final StabilisedAipw stabilised = new StabilisedAipw(AIPW_MEMORY, Evaluation.GROUPS);
    private final Slicer slicer;
    private final Slices slices = new Slices();
    private final @Nullable Sequences sequences;
    private final Histogram histogram = new Histogram();
    private final Running running;
    private final LogActions actions;
    private final boolean forward; // whether there is a model that has seen earlier rows alone
    private long skipped;

    PolicyRun(
            EvaluatedPolicy policy,
            Estimators estimators,
            LogActions actions,
            long expected,
            Slicer slicer,
            Settings settings,
            boolean forward) {
        this.policy = policy;
        this.estimators = estimators;
        this.evaluation = estimators.evaluation();
        this.actions = actions;
        this.diagnosis = new Diagnosis(actions.count());
        this.running = new Running(expected);
        this.slicer = slicer;
        this.forward = forward || settings.values() != null;
        this.sequences = settings.sequences() ? new Sequences(settings.level(), expected, settings.range()) : null;
    }

    /**
     * Adds the next row.
     *
     * @param values  q̂(x, ·) of the allowed actions by a model that has not seen the unit
     * @param earlier the same by a model that has not seen later rows either
     */
    void add(LogRow row, int allowed, double[] values, double[] earlier) {
        double[] pmf = policy.pmf(row);
        if (pmf == null) {
            skipped++;
            return;
        }
        if (pmf.length != allowed) {
            throw new IllegalArgumentException(row.where() + ": policy " + policy.name() + " knows " + pmf.length
                    + " actions, the situation allows " + allowed);
        }
        int place = row.place();
        double p = row.propensity();
        try {
            evaluation.add(row.unit(), place, p, row.reward(), pmf, 0, allowed, values, 0);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(row.where() + ", policy " + policy.name() + ": " + e.getMessage(), e);
        }
        double[] spread = actions.spread(row.situation(), pmf);
        diagnosis.add(actions.index(row.situation(), place), p, row.reward(), spread, 0);
        diagnosis.addModelled(row.reward(), values[place]);
        double weight = pmf[place] / p;
        histogram.add(weight);
        double expected = expectation(pmf, values);
        running.add(expected + weight * (row.reward() - values[place]));
        double before = expectation(pmf, earlier);
        stabilised.add(row.unit(), weight, row.reward(), earlier[place], before, proxy(row, pmf, weight));
        if (!slicer.none()) {
            slices.add(slicer.of(row.situation()), row, weight, values[place], expected);
        }
        if (sequences != null) {
            sequences.add(row, weight, before + weight * (row.reward() - earlier[place]));
        }
    }

    private static double expectation(double[] pmf, double[] values) {
        double sum = 0;
        for (int a = 0; a < pmf.length; a++) {
            sum += pmf[a] * values[a];
        }
        return sum;
    }

    private static double proxy(LogRow row, double[] pmf, double weight) {
        double sum = 0;
        for (int a = 0; a < row.pmf().length; a++) {
            sum += pmf[a] > 0 ? pmf[a] * pmf[a] / row.pmf()[a] : 0;
        }
        return row.pmf().length > 0 && Double.isFinite(sum) ? sum : weight * weight;
    }

    PolicyResult result(double level) {
        if (evaluation.rows() == 0) {
            throw new IllegalArgumentException("policy " + policy.name() + " says nothing of any row of the log"
                    + (policy.note() == null ? "" : ": " + policy.note()));
        }
        List<Line> lines = new ArrayList<>(estimators.lines(evaluation, level));
        if (forward && diagnosis.drift().adaptive()) {
            lines.add(Line.of(stabilised.estimate(), level));
        }
        if (sequences != null) {
            lines.addAll(sequences.lines());
        }
        return new PolicyResult(
                policy.name(),
                policy.note(),
                evaluation.rows(),
                skipped,
                lines,
                diagnosis.weights(),
                diagnosis.verdict(),
                histogram.bars(),
                running.points(),
                slices.all(level));
    }
}
