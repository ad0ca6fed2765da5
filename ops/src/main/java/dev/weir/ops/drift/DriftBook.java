package dev.weir.ops.drift;

import dev.weir.ops.drift.Watched.What;
import dev.weir.rl.feature.FeatureSpec;
import dev.weir.schemas.avro.Alert;
import dev.weir.schemas.avro.Decision;
import dev.weir.schemas.avro.LearnerControl;
import dev.weir.schemas.avro.Ledger;
import dev.weir.schemas.avro.PolicyManifest;
import dev.weir.schemas.avro.RolloutPhase;
import dev.weir.schemas.avro.RolloutState;
import dev.weir.schemas.avro.Tick;
import dev.weir.schemas.avro.Transition;
import dev.weir.schemas.problem.ProblemFile;
import dev.weir.schemas.wire.Codec;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Everything watched in one problem: takes in what stands on its topics, in order, and tells alerts. What it says of the log
 * depends on the log alone; only {@link #clock} knows of a clock, for what cannot be told from a log that stands still. Knows no Kafka;
 * confined to one thread.
 */
final class DriftBook {
    static final String ALL = "all";

    private static final Codec<RolloutState> ROLLOUTS = Codec.of(RolloutState.class);

    /** Decisions after an alarm before its cause is named, so that causes that show later are seen. */
    private static final int PATIENCE = 24;

    /** A policy that is drawn otherwise than it says looks like one that changed, until that is certain. */
    private static final int POLICYS_PATIENCE = 128;

    private static final double MILLIS = 1000;

    private final ProblemFile file;
    private final Store store;
    private final Watches watches;
    private final OpenAlerts alerts;
    private final Texts texts;
    private final Expected expected;
    private final Ring ring = new Ring(Causes.COLUMNS);
    private final Causes causes;
    private final Ledgered ledgered;
    private final Propensities propensities;
    private final Actions actions = new Actions();
    private final Split split = new Split();
    private final Learners learners;
    private final Map<String, Integer> segments;
    private final Map<String, Integer> groups = new LinkedHashMap<>();
    private final Set<String> seen = new HashSet<>();
    private long firstTime = Long.MIN_VALUE;
    private long logTime = Long.MIN_VALUE;
    private long transitions;
    private boolean changed;
    private final Silence silence = new Silence();

    DriftBook(ProblemFile file, Store store, Consumer<Alert> out) {
        this.file = file;
        this.store = store;
        segments = segments();
        Budget budget = new Budget(file.alerts());
        watches = new Watches(
                budget, store, What.values().length + 16 + file.alerts().mostSegments());
        alerts = new OpenAlerts(store, out);
        texts = new Texts(file, split::ramping);
        expected = new Expected(file.decision(), file.alerts());
        propensities = new Propensities(budget.otherRunLength());
        causes = new Causes(watches, alerts, ring, propensities);
        ledgered = new Ledgered(budget.otherRunLength());
        learners = new Learners(file, alerts, texts);
        resume();
    }

    private Map<String, Integer> segments() {
        Map<String, Integer> places = new LinkedHashMap<>();
        int text = 0;
        for (FeatureSpec spec : file.decision().context().specs()) {
            String name = nameOf(spec);
            if (file.alerts().segments().contains(name)) {
                places.put(name, text);
            }
            text += spec instanceof FeatureSpec.Numeric ? 0 : 1;
        }
        return places;
    }

    private static String nameOf(FeatureSpec spec) {
        return spec instanceof FeatureSpec.Categorical c ? c.name() : "";
    }

    /** Takes in a transition. */
    void transition(long offset, Transition transition) {
        Observed o = Observed.of(transition, file.decision());
        transitions++;
        learners.transition(offset);
        at(transition.getClosedAt());
        if (o == null || o.decision().getElsewhere()) {
            return;
        }
        firstTime = firstTime == Long.MIN_VALUE ? o.time() : firstTime;
        ring.next();
        boolean steady = watches.shifted().stream().noneMatch(w -> w.scope.equals(ALL) && w.what != What.DELAY);
        expected.take(o, steady);
        if (!Double.isNaN(file.reward().ifNone())) {
            watch(What.JOIN, ALL, o.defaulted() ? 0 : 1, o.defaulted() ? 0 : 1, o);
        }
        if (o.delay() >= 0) {
            double delay = StrictMath.log1p(o.delay() / MILLIS);
            watch(What.DELAY, ALL, delay, delay, o);
        }
        drawn(o);
        actions(o);
        split.take(o.decision());
        sampleRatio(o.time());
        if (warm(o)) {
            rewards(o);
        }
        decide(o);
    }

    /** The model knows a whole season, so that what it leaves over is no season. */
    private boolean warm(Observed o) {
        return expected.rows() > file.alerts().warmUp() / 2
                && o.time() - firstTime >= file.alerts().season().toMillis();
    }

    private void rewards(Observed o) {
        double unit = Math.max(1e-9, watches.all(What.REWARD).watch.scores().deviation());
        watch(What.DISTANCE, ALL, expected.distance, expected.distance, o);
        if (watches.all(What.REWARD).watch.scores().count() >= 100) {
            watch(What.CONTEXT, ALL, expected.context / unit, expected.context / unit, o);
            watch(What.POLICY, ALL, expected.policy / unit, expected.policy / unit, o);
        }
        watch(What.REWARD, ALL, expected.residual, o.reward(), o);
        Decision d = o.decision();
        part("variant=" + d.getVariant(), "variant=", o);
        if (d.getTrack() != null) {
            part("track=" + d.getTrack(), "track=", o);
        }
        segments.forEach(
                (name, place) -> part(name + "=" + o.situation().features().texts()[place], name + "=", o));
    }

    /** One watch of a part of the decisions; where all decisions are in it, it would only say again what the whole says. */
    private void part(String scope, String group, Observed o) {
        if (seen.size() < file.alerts().mostSegments() && seen.add(scope)) {
            groups.merge(group, 1, Integer::sum);
        }
        if (groups.getOrDefault(group, 0) > 1) {
            watch(What.REWARD, scope, expected.residual, o.reward(), o);
        }
    }

    private void watch(What what, String scope, double residual, double value, Observed o) {
        Watched watched = watches.get(what, scope);
        if (watched == null) {
            return;
        }
        boolean over = watched.observe(residual, value, o.time());
        watches.after(watched);
        if (scope.equals(ALL)) {
            ring.set(what.ordinal(), watched.watch.last());
        }
        if (over) {
            over(watched, "it is back to what was normal");
        }
    }

    private void over(Watched watched, String why) {
        Kind kind = kind(watched.what);
        watched.decided(false);
        boolean twin = watches.shifted().stream()
                .anyMatch(w -> w.told && kind(w.what) == kind && w.scope.equals(watched.scope));
        if (!twin) {
            alerts.resolve(
                    kind,
                    watched.scope,
                    logTime,
                    kind.title() + " of " + watched.scope + ": " + why,
                    watched.watch.level());
        }
        if (kind == Kind.JOIN_RATE_FALL || kind == Kind.CONTEXT_DRIFT || kind == Kind.OUTCOME_DELAY) {
            watches.shifted().forEach(Watched::forgive);
        }
    }

    private static Kind kind(What what) {
        return switch (what) {
            case REWARD -> Kind.REWARD_DRIFT;
            case CONTEXT, DISTANCE -> Kind.CONTEXT_DRIFT;
            case POLICY -> Kind.POLICY_CHANGE;
            case JOIN -> Kind.JOIN_RATE_FALL;
            case DELAY -> Kind.OUTCOME_DELAY;
        };
    }

    private void decide(Observed o) {
        long acceptAfter = file.alerts().acceptAfter().toMillis();
        for (Watched watched : watches.shifted()) {
            if (watched.undecided() && watched.waited >= (watched.what == What.POLICY ? POLICYS_PATIENCE : PATIENCE)) {
                Kind kind = causes.of(watched);
                watched.decided(kind != null);
                if (kind != null) {
                    Decision d = o.decision();
                    String version = d.getTrack() == null ? null : o.version();
                    alerts.fire(texts.shifted(kind, watched, logTime, version, d.getVariant(), joined()));
                }
            } else if (watched.watch.shifted() && !watched.told && watched.waited < 0) {
                unexplained(watched);
            }
            if (watched.watch.shifted() && logTime - watched.watch.changedAt() > acceptAfter) {
                accept(watched, o.time());
            }
        }
    }

    private void accept(Watched watched, long time) {
        String why = "it has lasted for " + file.alerts().acceptAfter() + " and counts as normal now";
        boolean told = watched.told;
        watched.accept();
        if (told) {
            over(watched, why);
        }
        if (watched.what == What.REWARD && watched.scope.equals(ALL)) {
            expected.forget();
            firstTime = time;
            begin(why);
            watches.all(What.CONTEXT).accept();
        }
    }

    /** What was explained by another cause begins again once that is over, and a rise nobody is told of is the new normal. */
    private void unexplained(Watched watched) {
        boolean better = watched.what == What.POLICY || watched.what == What.JOIN;
        if (better && !watched.watch.fell() || watched.what == What.DELAY && watched.watch.fell()) {
            watched.accept();
        } else if (!explained()) {
            watched.forgive();
        }
    }

    private boolean explained() {
        return alerts.fires(Kind.JOIN_RATE_FALL)
                || alerts.fires(Kind.OUTCOME_DELAY)
                || alerts.fires(Kind.CONTEXT_DRIFT)
                || alerts.fires(Kind.POLICY_CHANGE)
                || alerts.fires(Kind.REWARD_DRIFT, ALL)
                || watches.shifted().stream().anyMatch(Watched::undecided);
    }

    private @Nullable Double joined() {
        Watched join = watches.all(What.JOIN);
        if (join.watch.seen() == 0) {
            return null;
        }
        double score = ring.off(What.JOIN.ordinal(), Ring.SIZE / 4) / Math.sqrt(Ring.SIZE / 4.0);
        return Math.max(
                0, Math.min(1, join.watch.level() + score * join.watch.scores().unit()));
    }

    private void drawn(Observed o) {
        boolean wrong = propensities.take(o);
        boolean fires = alerts.fires(Kind.PROPENSITY_MISMATCH, ALL);
        if (Propensities.impossible(o)) {
            impossible(o);
        } else if (wrong && !fires) {
            String summary = "actions are not drawn as their logged pmfs say: whatever is learned from them is biased";
            Alert alert = texts.bare(Kind.PROPENSITY_MISMATCH, ALL, logTime, summary, 0.5, 0.5);
            alert.setDetector("e-detector");
            alerts.fire(alert);
        } else if (fires && propensities.over()) {
            alerts.resolve(Kind.PROPENSITY_MISMATCH, ALL, logTime, "actions are drawn as their pmfs say", null);
        }
    }

    private void impossible(Observed o) {
        alerts.fire(texts.bare(
                Kind.PROPENSITY_MISMATCH,
                ALL,
                logTime,
                "decision " + o.decision().getId() + " has propensity "
                        + o.decision().getPropensity() + ", which is not what its pmf says of its action",
                Propensities.promised(o),
                o.decision().getPropensity()));
    }

    private void actions(Observed o) {
        if (file.decision().allowedCount(o.situation()) < 2) {
            return;
        }
        double share = actions.take(o.decision().getAction().hashCode());
        boolean fires = alerts.fires(Kind.ACTION_COLLAPSE, ALL);
        boolean now = actions.collapsed(share, fires);
        if (now && !fires) {
            String summary = "one action is taken in " + Math.round(100 * share) + " % of decisions, usual is "
                    + Math.round(100 * actions.usual()) + " %";
            alerts.fire(texts.bare(Kind.ACTION_COLLAPSE, ALL, logTime, summary, actions.usual(), share));
        } else if (fires && !now) {
            alerts.resolve(Kind.ACTION_COLLAPSE, ALL, logTime, "actions differ again", share);
        }
    }

    private void sampleRatio(long time) {
        if (split.mismatch() && !alerts.fires(Kind.SAMPLE_RATIO_MISMATCH, split.rollout())) {
            alerts.fire(texts.bare(
                    Kind.SAMPLE_RATIO_MISMATCH,
                    split.rollout(),
                    Math.max(time, logTime),
                    "units come to the challenger " + split.ratio() + " times as often as they were to",
                    1,
                    split.ratio()));
        }
    }

    /** Takes in a tick with its ledger. */
    void tick(Tick tick) {
        at(tick.getTime());
        silence.tick();
        Ledger ledger = tick.getLedger();
        if (ledger == null) {
            return;
        }
        if (ledgered.take(ledger) && !alerts.fires(Kind.DEAD_LETTER_RATE, ALL)) {
            String summary = "more than " + 100 * Ledgered.TOLERATED
                    + " % of decisions and outcomes could not be used: weir status tells how many, dead-letters why";
            Alert alert = texts.bare(Kind.DEAD_LETTER_RATE, ALL, logTime, summary, Ledgered.TOLERATED, ledgered.rate());
            alert.setDetector("e-detector");
            alert.setSamples(ledgered.since());
            alerts.fire(alert);
        } else if (ledgered.rate() < Ledgered.TOLERATED / 2 && alerts.fires(Kind.DEAD_LETTER_RATE, ALL)) {
            ledgered.begin();
            alerts.resolve(Kind.DEAD_LETTER_RATE, ALL, logTime, "nearly everything is used again", ledgered.rate());
        }
        if (Double.isNaN(file.reward().ifNone())) {
            settled(ledgered.joined, ledgered.without);
        }
    }

    /** Without a default a decision that no outcome came for has no transition: only the ledger knows of it. */
    private void settled(long joined, long without) {
        Watched join = watches.all(What.JOIN);
        long all = joined + without;
        for (long i = 0; i < all; i++) {
            boolean one = (i + 1) * joined / all > i * joined / all; // spread evenly, for their order is not known
            boolean over = join.observe(one ? 1 : 0, one ? 1 : 0, logTime);
            watches.after(join);
            if (over) {
                over(join, "outcomes come again");
            }
            if (join.undecided() && join.waited >= PATIENCE) {
                Kind kind = causes.of(join);
                join.decided(kind != null);
                if (kind != null) {
                    alerts.fire(texts.shifted(kind, join, logTime, null, null, join.watch.level()));
                }
            }
        }
    }

    private void at(long time) {
        changed = true;
        logTime = Math.max(logTime, time);
    }

    /** Takes in what a learner was told. */
    void control(LearnerControl control) {
        changed = true;
        learners.control(control);
    }

    /** Takes in a version's manifest. */
    void manifest(PolicyManifest manifest) {
        changed = true;
        if (learners.manifest(manifest, logTime, watches.all(What.REWARD).watch)) {
            watches.each().stream().filter(w -> w.what == What.POLICY).forEach(Watched::accept);
        }
    }

    /** Takes in where a rollout stands: what is promoted, rolled back or killed begins new baselines. */
    void rollout(RolloutState state) {
        changed = true;
        RolloutPhase before = split.state(state);
        store.put("rollout", ROLLOUTS.encode(state));
        boolean ended = state.getPhase() == RolloutPhase.PROMOTED
                || state.getPhase() == RolloutPhase.ROLLED_BACK
                || state.getPhase() == RolloutPhase.KILLED;
        if (ended && before != state.getPhase()) {
            begin("rollout " + state.getRollout() + " is " + state.getPhase() + ": baselines begin again");
        }
    }

    private void begin(String why) {
        for (Watched watched : new ArrayList<>(watches.each())) {
            if (watched.what == What.REWARD || watched.what == What.POLICY) {
                boolean told = watched.told;
                watched.accept();
                if (told) {
                    over(watched, why);
                }
            }
        }
        List<Alert> open = alerts.all();
        open.stream()
                .filter(a -> a.getName().equals(Kind.SAMPLE_RATIO_MISMATCH.title()))
                .forEach(a -> alerts.resolve(Kind.SAMPLE_RATIO_MISMATCH, a.getScope(), logTime, why, null));
    }

    /**
     * Looks at what a log that stands still does not tell.
     *
     * @param now milliseconds by a clock
     */
    void clock(long now) {
        learners.clock(now, logTime);
        boolean broken = silence.broken(now);
        long missing = file.alerts().ticksMissing().toMillis();
        long time = Math.max(logTime, 0);
        if (broken) {
            alerts.resolve(Kind.TICKS_MISSING, ALL, time, "time goes on", 0.0);
        } else if (missing > 0 && !file.time().driver() && silence.millis(now) >= missing) {
            double seconds = silence.millis(now) / MILLIS;
            String summary = "no time has come in the log for " + seconds + " s: nothing closes, nothing is learned";
            alerts.fire(texts.bare(Kind.TICKS_MISSING, ALL, time, summary, missing / MILLIS, seconds));
        }
    }

    /** Who was met before is met again. */
    private void group(String scope) {
        int end = scope.indexOf('=');
        if (end > 0 && seen.add(scope)) {
            groups.merge(scope.substring(0, end + 1), 1, Integer::sum);
        }
    }

    private void resume() {
        byte[] ledgers = store.get("ledgers");
        if (ledgers != null) {
            ledgered.load(ledgers);
        }
        watches.each().forEach(w -> group(w.scope));
        byte[] saved = store.get("book");
        if (saved == null) {
            return;
        }
        ByteBuffer in = ByteBuffer.wrap(saved);
        firstTime = in.getLong();
        logTime = in.getLong();
        transitions = in.getLong();
        expected.load(in);
        ring.load(in);
        actions.load(in);
        split.load(in);
        propensities.load(in);
        learners.load(in);
        byte[] rollout = store.get("rollout");
        if (rollout != null) {
            split.state(ROLLOUTS.decode(rollout));
        }
    }

    /** Saves what has changed. */
    void save() {
        if (!changed) {
            return;
        }
        changed = false;
        ByteBuffer out = ByteBuffer.allocate(3 * Long.BYTES
                + expected.stateBytes()
                + ring.stateBytes()
                + actions.stateBytes()
                + split.stateBytes()
                + propensities.stateBytes()
                + learners.stateBytes());
        out.putLong(firstTime).putLong(logTime).putLong(transitions);
        expected.save(out);
        ring.save(out);
        actions.save(out);
        split.save(out);
        propensities.save(out);
        learners.save(out);
        store.put("book", out.array());
        store.put("ledgers", ledgered.saved());
        watches.save();
    }
}
