package dev.weir.service.rollout;

import dev.weir.evaluation.interval.Interval;
import dev.weir.evaluation.rollout.ShadowLook;
import dev.weir.evaluation.rollout.ShadowScore;
import dev.weir.evaluation.rollout.Shadowed;
import dev.weir.rl.decision.DecisionProblem;
import dev.weir.rl.decision.Situation;
import dev.weir.schemas.avro.Decision;
import dev.weir.schemas.avro.Shadow;
import dev.weir.schemas.avro.Transition;
import dev.weir.schemas.rollout.RolloutPlan;
import dev.weir.schemas.rollout.ShadowStage;
import dev.weir.schemas.wire.Values;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What the shadow of a rollout has shown: units by what their transitions say beside what was served. Confined to one thread. */
final class ShadowRun {
    static final int BYTES = ShadowScore.BYTES;
    private static final double LEAST_TIGHTEST = 1000;

    private final DecisionProblem problem;
    private final String salt;
    private final long matureMillis;
    private final ShadowScore score;

    ShadowRun(RolloutPlan plan, String salt, DecisionProblem problem) {
        this.problem = problem;
        ShadowStage stage = plan.shadow();
        this.salt = salt;
        this.matureMillis = plan.matureAfter().toMillis();
        this.score =
                new ShadowScore(plan.alpha(), stage == null ? LEAST_TIGHTEST : Math.max(stage.units(), LEAST_TIGHTEST));
    }

    /** Counts a joined decision beside which this rollout's candidate decided. */
    void count(Transition transition, UnitBook units) {
        Decision decision = transition.getDecision();
        Shadow shadow = decision.getShadow();
        if (shadow == null || !shadow.getSalt().equals(salt)) {
            return;
        }
        Shadowed row = row(decision, shadow, transition.getReward());
        if (row == null) {
            return;
        }
        UnitRecord unit = units.get(decision.getUnit());
        if (unit == null) {
            unit = UnitRecord.begun(decision.getTime(), false, 0, ShadowScore.TERMS);
        }
        double[] terms = score.terms(row);
        if (!unit.matured() && decision.getTime() <= unit.first() + matureMillis) {
            units.put(decision.getUnit(), unit.plus(terms));
        }
    }

    /** Null where what the log says cannot be: then it says nothing. */
    private @Nullable Shadowed row(Decision decision, Shadow shadow, double reward) {
        double[] served = array(decision.getPmf());
        double[] candidate = array(shadow.getPmf());
        int place = place(decision, candidate.length);
        if (place < 0 || served.length != 0 && served.length != candidate.length) {
            return null;
        }
        String baseline = decision.getBaselineAction();
        try {
            return Shadowed.of(
                    served,
                    decision.getPropensity(),
                    place,
                    candidate,
                    reward,
                    shadow.getExpected(),
                    shadow.getExpectedOfServed(),
                    baseline == null ? null : (Boolean) baseline.equals(shadow.getGreedy()));
        } catch (IllegalArgumentException e) {
            return null;
        }
    }

    private static double[] array(List<Double> list) {
        double[] array = new double[list.size()];
        for (int i = 0; i < array.length; i++) {
            array[i] = list.get(i);
        }
        return array;
    }

    /** Of the served action among the allowed ones; -1: it is none of them, or they are not as many as the candidate's. */
    private int place(Decision decision, int count) {
        Situation situation = Values.value(decision.getSituation());
        if (problem.allowedCount(situation) != count) {
            return -1;
        }
        for (int i = 0; i < count; i++) {
            if (problem.actionId(situation, problem.actionIndex(situation, i)).equals(decision.getAction())) {
                return i;
            }
        }
        return -1;
    }

    /** Lets units count whose time has come; how many. */
    int mature(long until, UnitBook units, int most) {
        List<String> due = units.due(until - matureMillis, most);
        for (String name : due) {
            UnitRecord unit = units.get(name);
            if (unit != null) {
                score.matured(unit.means());
                units.put(name, unit.counted());
            }
        }
        return due.size();
    }

    ShadowLook look() {
        return score.look();
    }

    long units() {
        return score.units();
    }

    /** Counts agreement from here on. */
    void forgetAgreement() {
        score.forgetAgreement();
    }

    void note(Map<String, Double> numbers) {
        ShadowLook look = score.look();
        numbers.put("shadow, units", (double) look.units());
        numbers.put("shadow, units' worth after weighting", look.effectiveUnits());
        numbers.put("shadow, mean weight", look.meanWeight());
        numbers.put("shadow, share never served", look.unsupported());
        numbers.put("shadow, reward served", look.served());
        if (!Double.isNaN(look.agreement())) {
            numbers.put("shadow, agreement with the rule", look.agreement());
        }
        line("shadow, reward by snips", look.snips(), numbers);
        line("shadow, reward by dr", look.doublyRobust(), numbers);
        line("shadow, gain by dr", look.gain(), numbers);
    }

    private static void line(String name, ShadowLook.Line line, Map<String, Double> numbers) {
        Interval interval = line.interval();
        numbers.put(name, line.value());
        if (Double.isFinite(interval.width())) {
            numbers.put(name + ", at least", interval.lower());
            numbers.put(name + ", at most", interval.upper());
        }
    }

    /** What the numbers mean. */
    List<String> words() {
        ShadowLook look = score.look();
        return look.promised()
                ? List.of("promised: what the candidate would have earned lies within these intervals, at all looks"
                        + " together")
                : look.cannot().stream().map(why -> "cannot promise: " + why).toList();
    }

    void write(ByteBuffer out) {
        score.write(out);
    }

    void read(ByteBuffer in) {
        score.read(in);
    }
}
