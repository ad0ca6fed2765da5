package dev.weir.ops.evaluate;

import dev.weir.rl.decision.DecisionProblem;
import dev.weir.schemas.problem.ProblemFile;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Evaluates policies. Single decisions in two passes over a log, in memory that does not grow with it: the first fits the reward
 * model and chooses what is chosen by the log, the second values. Episodes in one, in memory.
 */
public final class Evaluator {
    private static final double FORWARD_RIDGE = 10; // choosing it anew at every fit would cost more than it gives

    private final ProblemFile file;
    private final EvaluationLog log;
    private final Settings settings;
    private final Progress progress;

    /** Nothing is read yet. */
    public Evaluator(ProblemFile file, EvaluationLog log, Settings settings, Progress progress) {
        this.file = file;
        this.log = log;
        this.settings = settings;
        this.progress = progress;
    }

    /** Reads the log twice, or three times where it has no propensities. */
    public EvaluationReport evaluate(List<String> names) {
        Policies finder = new Policies(file);
        return value(names.stream().map(finder::of).toList());
    }

    EvaluationReport value(List<EvaluatedPolicy> policies) {
        return file.episodes() == null
                ? run(policies)
                : new EpisodeEvaluator(file, log, settings, progress).run(policies);
    }

    EvaluationReport run(List<EvaluatedPolicy> policies) {
        Propensities propensities = Propensities.of(log, file.decision(), settings, progress);
        DecisionProblem problem = file.decision();
        RewardModels models = new RewardModels(problem, settings.foldsOfRows(), settings.ridge(), settings.seed());
        LogActions actions = new LogActions(problem);
        LoggedMean logged = new LoggedMean();
        LogDrift drift = new LogDrift(actions.count());
        Slicer slicer = new Slicer(file, settings.slices());
        read(
                "fitting",
                row -> {
                    models.add(row);
                    actions.learn(row.situation());
                    slicer.learn(row.situation());
                    logged.add(row);
                    drift.add(row, actions);
                    policies.forEach(policy -> policy.learn(row));
                },
                propensities);
        if (logged.rows() == 0) {
            throw new IllegalArgumentException("the log has no row in the range that was asked for");
        }
        models.fit();
        Estimators estimators = new Estimators(settings.limits());
        double ridge = settings.ridge() > 0 ? settings.ridge() : FORWARD_RIDGE;
        RewardModels forward = settings.values() == null && (settings.sequences() || drift.adaptive())
                ? new RewardModels(problem, settings.foldsOfRows(), ridge, settings.seed())
                : null; // what stabilised-aipw and sequences lean on, and nothing else
        List<PolicyRun> runs = new ArrayList<>();
        policies.forEach(policy ->
                runs.add(new PolicyRun(policy, estimators, actions, logged.rows(), slicer, settings, forward != null)));
        try (ValuesFile given = settings.values() == null ? null : new ValuesFile(settings.values())) {
            read("valuing", row -> value(row, runs, models, forward, given), propensities);
        }
        List<PolicyResult> results =
                runs.stream().map(run -> run.result(settings.level())).toList();
        return new EvaluationReport(
                file,
                logged.line(settings.level()),
                logged.rows(),
                results,
                propensities.warning(),
                settings.level(),
                null);
    }

    private void value(
            LogRow row,
            List<PolicyRun> runs,
            RewardModels models,
            @Nullable RewardModels forward,
            @Nullable ValuesFile given) {
        int allowed = file.decision().allowedCount(row.situation());
        double[] values = given == null ? models.values(row, allowed, null) : given.next(row, allowed);
        double[] earlier = forward == null ? values : forward.values(row, allowed, null);
        for (PolicyRun run : runs) {
            run.add(row, allowed, values, earlier);
        }
        if (forward != null) {
            forward.add(row);
            forward.fitAsItGrows();
        }
    }

    private void read(String what, Consumer<LogRow> each, Propensities propensities) {
        progress.begin(what);
        new ReadAhead(log)
                .read(
                        row -> {
                            each.accept(propensities.complete(row));
                            progress.row();
                        },
                        progress::share);
        progress.end();
    }
}
