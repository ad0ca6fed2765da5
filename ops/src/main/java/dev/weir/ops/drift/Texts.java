package dev.weir.ops.drift;

import dev.weir.evaluation.drift.Watch;
import dev.weir.schemas.avro.Alert;
import dev.weir.schemas.avro.AlertState;
import dev.weir.schemas.problem.ProblemFile;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Alerts in words. */
final class Texts {
    private static final double Z95 = 1.96;

    private final ProblemFile file;
    private final Supplier<String> rollout;

    /** @param rollout name of the rollout that is under way; empty: none is */
    Texts(ProblemFile file, Supplier<String> rollout) {
        this.file = file;
        this.rollout = rollout;
    }

    /** The alert of a watch that shifted. */
    Alert shifted(
            Kind kind,
            Watched watched,
            long time,
            @Nullable String version,
            @Nullable String variant,
            @Nullable Double joined) {
        Watch watch = watched.watch;
        double unit = watch.scores().unit();
        double baseline = watch.level();
        double current = baseline + watch.shift() * unit;
        double half = Z95 * unit / Math.sqrt(Math.max(1, watch.lasted()));
        boolean bad = worse(kind, watch.fell());
        String summary = String.format(
                Locale.ROOT,
                "%s of %s %s by %.2f standard deviations: %.4g where %.4g was normal, since %d decisions",
                kind.metric(),
                watched.scope,
                watch.fell() ? "fell" : "rose",
                Math.abs(watch.shift()),
                current,
                baseline,
                watch.lasted());
        Alert alert = bare(kind, watched.scope, time, summary, baseline, current);
        alert.setSeverity(bad ? "page" : "info");
        alert.setVersion(version);
        alert.setVariant(variant);
        alert.setChangedAt(watch.changedAt());
        alert.setCurrentLow(current - half);
        alert.setCurrentHigh(current + half);
        alert.setEffect(watch.shift());
        alert.setSamples(watch.lasted());
        alert.setJoinCoverage(joined);
        alert.setDetector("cusum");
        alert.setSetting(String.format(
                Locale.ROOT,
                "smallest shift %.3g, one false alarm in %.0f of this watch's decisions (in %d of the problem's), warm-up %d, memory %d",
                watched.settings.smallestShift(),
                watched.settings.runLength(),
                file.alerts().falseAlarmEvery(),
                watched.settings.warmUp(),
                watched.settings.memory()));
        return alert;
    }

    private static boolean worse(Kind kind, boolean fell) {
        return switch (kind) {
            case REWARD_DRIFT, POLICY_CHANGE, JOIN_RATE_FALL -> fell;
            case OUTCOME_DELAY -> !fell;
            default -> true;
        };
    }

    /** An alert of something that is no watch's. */
    Alert bare(Kind kind, String scope, long time, String summary, double baseline, double current) {
        List<String> links = new ArrayList<>(file.alerts().links());
        links.add(kind.runbook());
        return Alert.newBuilder()
                .setName(kind.title())
                .setState(AlertState.FIRING)
                .setProblem(file.name())
                .setMetric(kind.metric())
                .setBaseline(baseline)
                .setCurrent(current)
                .setTime(time)
                .setFiredAt(time)
                .setSummary(summary)
                .setAction(kind.command(file.name(), rollout.get()) + " # then " + kind.runbook())
                .setScope(scope)
                .setLinks(links)
                .setLabels(Map.of())
                .setDetector("limit")
                .build();
    }
}
