package dev.weir.service.rollout;

import dev.weir.evaluation.rollout.Guardrail;
import dev.weir.evaluation.rollout.Look;
import dev.weir.evaluation.rollout.RolloutAnalysis;
import dev.weir.rl.decision.Bucket;
import dev.weir.rl.decision.UnitId;
import dev.weir.schemas.avro.Contribution;
import dev.weir.schemas.avro.Decision;
import dev.weir.schemas.avro.RolloutCommand;
import dev.weir.schemas.avro.RolloutState;
import dev.weir.schemas.avro.Transition;
import dev.weir.schemas.problem.ProblemFile;
import dev.weir.schemas.rollout.RolloutPlan;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The rollout at hand: what it was asked, where it stands, and what its units did. Confined to one thread. */
final class Running {
    private static final int AT_ONCE = 1000;

    final RolloutCommand start;
    final RolloutPlan plan;
    final RolloutState state;
    final RolloutAnalysis analysis;
    private long assignedInStage;

    /**
     * One that begins.
     *
     * @throws IllegalArgumentException if the command's arguments make no plan
     */
    Running(RolloutCommand start, RolloutState state, ProblemFile file) {
        this.start = start;
        this.plan = RolloutPlan.of(start.getArguments(), file);
        this.state = state;
        this.analysis = new RolloutAnalysis(new RolloutAnalysis.Settings(
                plan.alpha(),
                RolloutAnalysis.Settings.DEFAULT.ratioAlpha(),
                plan.leastUnits(),
                plan.mostUnits(),
                plan.guardrails().stream()
                        .map(g -> new Guardrail(g.metric(), g.margin(), g.moreIsBetter()))
                        .toList()));
    }

    /** What {@link #resume} needs beside command and state. */
    byte[] counted() {
        byte[] counts = analysis.state();
        return ByteBuffer.allocate(Long.BYTES + counts.length)
                .putLong(assignedInStage)
                .put(counts)
                .array();
    }

    void resume(byte[] counted) {
        ByteBuffer in = ByteBuffer.wrap(counted);
        assignedInStage = in.getLong();
        byte[] counts = new byte[in.remaining()];
        in.get(counts);
        analysis.resume(counts);
    }

    /** Counts a joined decision of a unit that is compared; its first one assigns it. */
    void count(Transition transition, UnitBook units) {
        Decision decision = transition.getDecision();
        Double share = decision.getShare();
        boolean challenger = decision.getVariant().equals(state.getChallenger());
        boolean compared = challenger || decision.getVariant().equals(state.getControl());
        if (!compared || share == null || share <= 0 || share >= 1 || !mine(decision)) {
            return;
        }
        double[] values = values(transition);
        UnitRecord unit = units.get(decision.getUnit());
        if (unit == null) {
            unit = UnitRecord.begun(decision.getTime(), challenger, challenger ? share : 1 - share, values.length);
            analysis.assigned(challenger, unit.probability());
            assignedInStage++;
        }
        long until = unit.first() + plan.matureAfter().toMillis();
        if (!unit.matured() && unit.challenger() == challenger && decision.getTime() <= until) {
            units.put(decision.getUnit(), unit.plus(values));
        }
    }

    /** Whether it was this rollout that assigned it: the bucket follows from the unit and the rollout's salt. */
    private boolean mine(Decision decision) {
        Integer bucket = decision.getBucket();
        return bucket != null && bucket == Bucket.of(new UnitId(decision.getUnit()), state.getSalt());
    }

    private double[] values(Transition transition) {
        double[] values = new double[1 + plan.guardrails().size()];
        values[0] = transition.getReward();
        for (int i = 1; i < values.length; i++) {
            String metric = plan.guardrails().get(i - 1).metric();
            for (Contribution contribution : transition.getContributions()) {
                values[i] += contribution.getMetrics().getOrDefault(metric, 0.0);
            }
        }
        return values;
    }

    /**
     * Lets units count whose time has come.
     *
     * @param until decisions before this have been joined
     * @return how many
     */
    int mature(long until, UnitBook units) {
        List<String> due = units.due(until - plan.matureAfter().toMillis(), AT_ONCE);
        for (String name : due) {
            UnitRecord unit = units.get(name);
            if (unit != null) {
                analysis.matured(unit.challenger(), unit.probability(), unit.means());
                units.put(name, unit.counted());
            }
        }
        return due.size();
    }

    /** True if the stage has had its units and another follows; it begins with that. */
    boolean nextStage() {
        int stage = state.getStage();
        if (stage + 1 >= plan.stages().size()
                || assignedInStage < plan.stages().get(stage).units()) {
            return false;
        }
        assignedInStage = 0;
        state.setStage(stage + 1);
        return true;
    }

    /** Share of units that the challenger gets in this stage. */
    double share() {
        return plan.stages().get(state.getStage()).share();
    }

    /** Gives the challenger a share, and the control the rest. */
    void shares(double challenger) {
        Map<String, Double> shares = new TreeMap<>();
        shares.put(state.getControl(), 1 - challenger);
        shares.put(state.getChallenger(), challenger);
        state.setShares(shares);
    }

    /** Takes the numbers as they are now into the state. */
    void note() {
        Map<String, Double> numbers = new TreeMap<>();
        numbers.put("units", (double) analysis.units());
        numbers.put("units in the smaller arm", (double) analysis.smaller());
        numbers.put("split over what it was to be", analysis.ratio());
        for (Look look : analysis.look().looks()) {
            numbers.put(look.metric() + ", effect", look.estimate());
            numbers.put(look.metric() + ", effect at least", look.interval().lower());
            numbers.put(look.metric() + ", effect at most", look.interval().upper());
            numbers.put(look.metric() + ", other arm", look.baseline());
        }
        state.setNumbers(numbers);
    }
}
