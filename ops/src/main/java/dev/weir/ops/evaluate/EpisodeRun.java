package dev.weir.ops.evaluate;

import dev.weir.evaluation.diagnosis.Belief;
import dev.weir.evaluation.diagnosis.EpisodeDiagnosis;
import dev.weir.evaluation.diagnosis.Finding;
import dev.weir.evaluation.diagnosis.Verdict;
import dev.weir.evaluation.episode.CrossFitted;
import dev.weir.evaluation.episode.EpisodeEstimator;
import dev.weir.evaluation.episode.EpisodeLog;
import dev.weir.evaluation.episode.FittedQEvaluation;
import dev.weir.evaluation.episode.Magic;
import dev.weir.evaluation.episode.SequentialDr;
import dev.weir.evaluation.episode.StepValues;
import dev.weir.evaluation.episode.TrajectoryIs;
import dev.weir.evaluation.episode.TrajectoryWeights;
import dev.weir.evaluation.episode.WeightedDr;
import dev.weir.evaluation.estimator.Estimate;
import dev.weir.evaluation.estimator.GroupSums;
import dev.weir.ops.evaluate.EpisodeSettings.Q;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** One policy on logged episodes. Confined to one thread. */
final class EpisodeRun {
    private static final double PROMISED = 30;
    private static final int RESAMPLES = 200;
    private static final double CUT_WITHOUT_CARE = 0.01;

    private final Episodes episodes;
    private final EpisodeLog log;
    private final ActionValues model;
    private final Settings settings;
    private final TrajectoryWeights weights;
    private final List<Line> lines = new ArrayList<>();
    private double modelError;
    private double modelFreedom = Double.POSITIVE_INFINITY;

    EpisodeRun(Episodes episodes, EpisodeLog log, ActionValues model, Settings settings) {
        this.episodes = episodes;
        this.log = log;
        this.model = model;
        this.settings = settings;
        this.weights = TrajectoryWeights.of(log);
    }

    PolicyResult result(EvaluatedPolicy policy, long skipped, Progress progress, Slicer slicer, double[] returns) {
        StepValues none = StepValues.none(log);
        line(new TrajectoryIs(false), none, weights.effective());
        line(new TrajectoryIs(true), none, weights.effective());
        line(new SequentialDr(false), none, weights.byStep());
        line(new WeightedDr(false), none, weights.byStep());
        boolean modelled = model.kind() != Q.NONE;
        StepValues values = none;
        if (modelled) {
            values = values();
            progress.end();
            line(new SequentialDr(true), values, weights.byStep());
            line(new WeightedDr(true), values, weights.byStep());
            magic(values);
        }
        EpisodeDiagnosis diagnosis = diagnosis();
        Histogram histogram = new Histogram();
        for (double weight : weights.last()) {
            histogram.add(weight);
        }
        Running running = new Running(log.episodes());
        GroupSums terms = new SequentialDr(modelled).sums(log, values);
        for (int n = 0; n < log.episodes(); n++) {
            running.add(terms.averaged(n));
        }
        return new PolicyResult(
                policy.name(),
                policy.note(),
                log.episodes(),
                skipped,
                lines,
                diagnosis.weights(),
                verdict(diagnosis, modelled),
                histogram.bars(),
                running.points(),
                slicer.none()
                        ? List.of()
                        : EpisodeSlices.of(slicer, episodes, terms, returns, weights.last(), settings.level()));
    }

    /** MAGIC may lean wholly on the model, so the model's error is added to its own. */
    private void magic(StepValues values) {
        Estimate own =
                byUnit(new Magic(RESAMPLES, settings.seed()).sums(log, values)).estimate();
        double error = Math.hypot(own.standardError(), modelError);
        Estimate both = new Estimate(
                own.estimator(), own.value(), error, own.rows(), own.groups(), Math.min(own.freedom(), modelFreedom));
        Line line = Line.of(both, settings.level());
        lines.add(weights.byStep() < PROMISED ? line.withoutInterval() : line);
    }

    private void line(EpisodeEstimator estimator, StepValues values, double effective) {
        Line line = Line.of(byUnit(estimator.sums(log, values)).estimate(), settings.level());
        lines.add(effective < PROMISED ? line.withoutInterval() : line);
    }

    private GroupSums byUnit(GroupSums sums) {
        return episodes.units() < episodes.count() ? sums.joined(episodes.unit(), episodes.units()) : sums;
    }

    /** Adds the line of fqe. */
    private StepValues values() {
        int folds = Math.min(settings.foldsOfEpisodes(), episodes.units());
        int horizon = log.horizon();
        if (folds < 2) {
            StepValues values = FittedQEvaluation.fit(log, model.of(log).get(), horizon);
            Estimate direct = byUnit(FittedQEvaluation.sums(log, values)).estimate();
            lines.add(Line.of(direct, settings.level()));
            return values;
        }
        int[] fold = new int[episodes.count()];
        int[] dealt = UnitFolds.deal(episodes, folds, settings.seed());
        for (int n = 0; n < fold.length; n++) {
            fold[n] = dealt[episodes.unit()[n]];
        }
        CrossFitted fitted = CrossFitted.fit(log, model.of(log), fold, folds, horizon);
        lines.add(Line.of(fitted.direct(), settings.level()));
        modelError = fitted.direct().standardError();
        modelFreedom = fitted.direct().freedom();
        return fitted.values();
    }

    private EpisodeDiagnosis diagnosis() {
        EpisodeDiagnosis diagnosis = new EpisodeDiagnosis(log.actions());
        double[] unknown = model.unknown(log);
        for (int i = 0; i < log.rows(); i++) {
            diagnosis.addStep(
                    log.action()[i], log.propensity()[i], log.reward()[i], log.policy(), i * log.actions(), unknown[i]);
        }
        for (double weight : weights.last()) {
            diagnosis.addEpisode(weight);
        }
        return diagnosis;
    }

    private Verdict verdict(EpisodeDiagnosis diagnosis, boolean modelled) {
        List<Finding> findings =
                new ArrayList<>(diagnosis.verdict(PROMISED, modelled).findings());
        if (episodes.cut() > CUT_WITHOUT_CARE * episodes.count()) {
            findings.add(new Finding(
                    Belief.WITH_CARE,
                    String.format(
                            Locale.ROOT,
                            "%,d of %,d episodes were cut off before %,d steps: all but fqe take what came after for nothing",
                            episodes.cut(),
                            episodes.count(),
                            episodes.longest()),
                    "read fqe, or take a shorter --horizon"));
        }
        if (modelled && Math.min(settings.foldsOfEpisodes(), episodes.units()) < 2) {
            findings.add(new Finding(
                    Belief.WITH_CARE,
                    "the model of action values has seen what it values, and the interval of fqe does not hold its error",
                    "take --folds 10, on a log of as many units"));
        }
        return new Verdict(findings);
    }
}
