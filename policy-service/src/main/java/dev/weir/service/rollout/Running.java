package dev.weir.service.rollout;

import dev.weir.evaluation.rollout.Bounds;
import dev.weir.evaluation.rollout.Guardrail;
import dev.weir.evaluation.rollout.Look;
import dev.weir.evaluation.rollout.RolloutAnalysis;
import dev.weir.rl.decision.Bucket;
import dev.weir.rl.decision.UnitId;
import dev.weir.schemas.avro.Contribution;
import dev.weir.schemas.avro.Decision;
import dev.weir.schemas.avro.RolloutCommand;
import dev.weir.schemas.avro.RolloutPhase;
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
    private static final int HEAD = 2 * Long.BYTES + 1;
    private static final double NEWS = 0.1;

    final RolloutCommand start;
    final RolloutPlan plan;
    final RolloutState state;
    final RolloutAnalysis analysis;
    final ShadowRun shadow;
    private long assignedInStage; // in a shadow: units that had matured when it was last begun
    private boolean waiting;
    private long published;

    /**
     * One that begins.
     *
     * @throws IllegalArgumentException if the command's arguments make no plan
     */
    Running(RolloutCommand start, RolloutState state, ProblemFile file) {
        this.start = start;
        this.plan = RolloutPlan.of(start.getArguments(), file);
        this.state = state;
        this.shadow = new ShadowRun(plan, state.getSalt(), file.decision());
        this.analysis = new RolloutAnalysis(new RolloutAnalysis.Settings(
                plan.alpha(),
                RolloutAnalysis.Settings.DEFAULT.ratioAlpha(),
                plan.leastUnits(),
                plan.mostUnits(),
                plan.guardrails().stream()
                        .map(g -> new Guardrail(g.metric(), g.margin(), g.moreIsBetter()))
                        .toList(),
                plan.bounds() == null
                        ? null
                        : new Bounds(plan.bounds().least(), plan.bounds().greatest())));
    }

    /**
     * What a command to start means.
     *
     * @throws IllegalArgumentException if its arguments make no plan
     */
    static Running begun(long offset, RolloutCommand command, ProblemFile file) {
        RolloutPlan plan = RolloutPlan.of(command.getArguments(), file);
        RolloutState state = RolloutState.newBuilder()
                .setRollout(command.getRollout())
                .setPhase(RolloutPhase.DRAFT)
                .setStage(plan.shadow() == null ? 0 : -1)
                .setControl(plan.control().toString())
                .setChallenger(plan.challenger().toString())
                .setShares(Map.of())
                .setSalt(file.name() + "/" + command.getRollout())
                .setTime(command.getTime())
                .setCommands(offset + 1)
                .setOverrides(plan.overrides())
                .build();
        return new Running(command, state, file);
    }

    /** Whether units are counted. */
    boolean going() {
        return state.getPhase() == RolloutPhase.SHADOW || state.getPhase() == RolloutPhase.RAMP;
    }

    /** What {@link #resume} needs beside command and state. */
    byte[] counted() {
        byte[] counts = analysis.state();
        ByteBuffer out = ByteBuffer.allocate(HEAD + ShadowRun.BYTES + counts.length);
        out.putLong(assignedInStage).putLong(published).put((byte) (waiting ? 1 : 0));
        shadow.write(out);
        return out.put(counts).array();
    }

    void resume(byte[] counted) {
        ByteBuffer in = ByteBuffer.wrap(counted);
        assignedInStage = in.getLong();
        published = in.getLong();
        waiting = in.get() == 1;
        shadow.read(in);
        byte[] counts = new byte[in.remaining()];
        in.get(counts);
        analysis.resume(counts);
    }

    /** Counts a joined decision of a unit that is compared; its first one assigns it. */
    void count(Transition transition, UnitBook units) {
        if (state.getPhase() == RolloutPhase.SHADOW) {
            shadow.count(transition, units);
            return;
        }
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
        if (state.getPhase() == RolloutPhase.SHADOW) {
            return shadow.mature(until, units, AT_ONCE);
        }
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

    /** True if the stage has had its units and another follows. */
    boolean stageDone() {
        int stage = state.getStage();
        if (stage < 0) {
            return plan.shadow() != null
                    && shadow.units() - assignedInStage >= plan.shadow().units();
        }
        return stage + 1 < plan.stages().size()
                && assignedInStage >= plan.stages().get(stage).units();
    }

    boolean lastStage() {
        return state.getStage() + 1 >= plan.stages().size();
    }

    /** The next stage begins. */
    void nextStage(UnitBook units) {
        if (state.getStage() < 0) {
            units.clear(); // who was shadowed is assigned by the ramp
        }
        assignedInStage = 0;
        waiting = false;
        state.setStage(state.getStage() + 1);
    }

    /** The shadow goes on for as many units again, over which its agreement is counted anew. */
    void shadowAgain() {
        assignedInStage = shadow.units();
        shadow.forgetAgreement();
    }

    /** True the first time it waits for a person to begin the next stage. */
    boolean beginsToWait() {
        boolean first = !waiting;
        waiting = true;
        return first;
    }

    /** True if so many more units have matured that people want to see it. */
    boolean news() {
        long units = state.getStage() < 0 ? shadow.units() : analysis.units();
        if (units < 100 || units < published * (1 + NEWS) && units >= published) {
            return false;
        }
        published = units;
        return true;
    }

    /** Share of units that the challenger gets in this stage. */
    double share() {
        return state.getStage() < 0 ? 0 : plan.stages().get(state.getStage()).share();
    }

    /** Gives the challenger what it gets in a phase, and the control the rest; a candidate decides beside in a shadow alone. */
    void share(RolloutPhase phase) {
        double challenger = switch (phase) {
            case PROMOTED -> 1 - plan.holdout();
            case DRAFT, SHADOW, ROLLED_BACK, KILLED -> 0;
            case RAMP, HELD -> share();
        };
        Map<String, Double> shares = new TreeMap<>();
        shares.put(state.getControl(), 1 - challenger);
        shares.put(state.getChallenger(), challenger);
        state.setShares(shares);
        state.setShadow(
                phase == RolloutPhase.SHADOW && plan.shadow() != null
                        ? plan.shadow().share()
                        : 0);
    }

    /** Takes the numbers as they are now into the state. */
    void note() {
        Map<String, Double> numbers = new TreeMap<>();
        if (plan.shadow() != null) {
            shadow.note(numbers);
            state.setWords(state.getStage() < 0 ? shadow.words() : List.of());
        }
        if (state.getStage() < 0) {
            state.setNumbers(numbers);
            return;
        }
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
