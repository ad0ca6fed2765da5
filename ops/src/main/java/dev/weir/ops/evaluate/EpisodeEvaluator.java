package dev.weir.ops.evaluate;

import dev.weir.evaluation.episode.EpisodeLog;
import dev.weir.evaluation.estimator.Estimate;
import dev.weir.evaluation.estimator.GroupSums;
import dev.weir.ops.evaluate.EpisodeSettings.Q;
import dev.weir.rl.decision.Situation;
import dev.weir.schemas.problem.ProblemFile;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Evaluates policies on logged episodes, which it holds in memory. */
final class EpisodeEvaluator {
    private static final long MOST_NUMBERS = 100_000_000;
    private static final int LONGEST = 1000;

    private final ProblemFile file;
    private final EvaluationLog log;
    private final Settings settings;
    private final Progress progress;
    private final Slicer slicer;

    EpisodeEvaluator(ProblemFile file, EvaluationLog log, Settings settings, Progress progress) {
        if (settings.values() != null || !settings.limits().isEmpty()) {
            throw new IllegalArgumentException(
                    "--values and --limits are for single decisions, problem " + file.name() + " has episodes");
        }
        if (settings.sequences()) {
            throw new IllegalArgumentException(
                    "--sequence is for single decisions, problem " + file.name() + " has episodes");
        }
        this.file = file;
        this.slicer = new Slicer(file, settings.slices());
        this.log = log;
        this.settings = settings;
        this.progress = progress;
    }

    EvaluationReport run(List<EvaluatedPolicy> policies) {
        Propensities propensities = Propensities.of(log, file.decision(), settings, progress);
        LogActions actions = new LogActions(file.decision());
        Episodes.Builder builder = new Episodes.Builder();
        progress.begin("reading");
        log.read(
                row -> {
                    LogRow complete = propensities.complete(row);
                    builder.add(complete);
                    actions.learn(complete.situation());
                    slicer.learn(complete.situation());
                    policies.forEach(policy -> policy.learn(complete));
                    progress.row();
                },
                progress::share);
        progress.end();
        Episodes episodes = builder.build(settings.episodes().horizon());
        check(episodes, actions);
        ActionValues model = new ActionValues(file.decision(), episodes, actions, settings);
        List<PolicyResult> results = new ArrayList<>();
        for (EvaluatedPolicy policy : policies) {
            results.add(value(policy, episodes, actions, model));
        }
        return new EvaluationReport(
                file,
                logged(episodes),
                episodes.rows().size(),
                results,
                propensities.warning(),
                settings.level(),
                EpisodeSummary.of(episodes, file.discount(), model.text()));
    }

    private void check(Episodes episodes, LogActions actions) {
        if (episodes.count() == 0) {
            throw new IllegalArgumentException("the log has no row in the range that was asked for");
        }
        if (episodes.longest() > LONGEST && settings.episodes().q() != Q.NONE) {
            throw new IllegalArgumentException("the longest episode has " + episodes.longest()
                    + " steps: give --horizon, as so many steps as the discount " + file.discount()
                    + " lets count (a model takes at most " + LONGEST + "), or --q none");
        }
        if ((long) episodes.rows().size() * actions.count() > MOST_NUMBERS) {
            throw new IllegalArgumentException("the log has " + episodes.rows().size() + " steps of " + actions.count()
                    + " actions, episodes are held in memory up to " + MOST_NUMBERS
                    + " of both multiplied: evaluate a part of it (--since, --until, --from-offset, --to-offset)");
        }
    }

    private PolicyResult value(EvaluatedPolicy policy, Episodes all, LogActions actions, ActionValues modelOfAll) {
        List<Integer> known = new ArrayList<>();
        for (int n = 0; n < all.count(); n++) {
            boolean complete = true;
            for (int i = all.start()[n]; i < all.start()[n + 1]; i++) {
                complete &= policy.pmf(all.rows().get(i)) != null;
            }
            if (complete) {
                known.add(n);
            }
        }
        if (known.isEmpty()) {
            throw new IllegalArgumentException("policy " + policy.name() + " says nothing of any episode of the log"
                    + (policy.note() == null ? "" : ": " + policy.note()));
        }
        boolean whole = known.size() == all.count();
        Episodes episodes = whole ? all : all.only(known);
        ActionValues model = whole ? modelOfAll : new ActionValues(file.decision(), episodes, actions, settings);
        EpisodeLog columns = columns(policy, episodes, actions);
        progress.begin("valuing " + policy.name());
        return new EpisodeRun(episodes, columns, model, settings)
                .result(policy, all.count() - known.size(), progress, slicer, returns(episodes));
    }

    private EpisodeLog columns(EvaluatedPolicy policy, Episodes episodes, LogActions actions) {
        int rows = episodes.rows().size();
        int count = actions.count();
        double[] now = new double[rows * count];
        double[] then = new double[rows * count];
        int[] action = new int[rows];
        boolean[] terminal = new boolean[rows];
        for (int i = 0; i < rows; i++) {
            LogRow row = episodes.rows().get(i);
            action[i] = actions.index(row.situation(), row.place());
            terminal[i] = row.chain() != null && row.chain().terminal();
            write(policy, row, actions, now, i * count);
            Situation after = episodes.next().get(i);
            if (after == null) {
                Arrays.fill(then, i * count, (i + 1) * count, Double.NaN);
            } else {
                write(policy, row.at(after, baseline(episodes, i)), actions, then, i * count);
            }
        }
        return new EpisodeLog(
                episodes.start(),
                action,
                episodes.rows().stream().mapToDouble(LogRow::reward).toArray(),
                terminal,
                episodes.rows().stream().mapToDouble(LogRow::propensity).toArray(),
                now,
                then,
                count,
                file.discount());
    }

    /** What the caller would have done in the step after one; null where that is not in the episode. */
    private static @Nullable String baseline(Episodes episodes, int i) {
        boolean last = Arrays.binarySearch(episodes.start(), i + 1) >= 0;
        return last ? null : episodes.rows().get(i + 1).baseline();
    }

    private void write(EvaluatedPolicy policy, LogRow row, LogActions actions, double[] to, int from) {
        double[] pmf = policy.pmf(row);
        int allowed = file.decision().allowedCount(row.situation());
        if (pmf == null) {
            Arrays.fill(to, from, from + actions.count(), Double.NaN);
        } else if (pmf.length != allowed) {
            throw new IllegalArgumentException(row.where() + ": policy " + policy.name() + " knows " + pmf.length
                    + " actions, the situation allows " + allowed);
        } else {
            System.arraycopy(actions.spread(row.situation(), pmf), 0, to, from, actions.count());
        }
    }

    /** The discounted return of what was done. */
    private Line logged(Episodes episodes) {
        double[] ones = new double[episodes.count()];
        Arrays.fill(ones, 1);
        Estimate mean = new GroupSums("mean", ones, ones, returns(episodes), new double[0])
                .joined(episodes.unit(), episodes.units())
                .estimate();
        return Line.of(mean, settings.level());
    }

    private double[] returns(Episodes episodes) {
        double[] returns = new double[episodes.count()];
        for (int n = 0; n < returns.length; n++) {
            double discount = 1;
            for (int i = episodes.start()[n]; i < episodes.start()[n + 1]; i++) {
                returns[n] += discount * episodes.rows().get(i).reward();
                discount *= file.discount();
            }
        }
        return returns;
    }
}
