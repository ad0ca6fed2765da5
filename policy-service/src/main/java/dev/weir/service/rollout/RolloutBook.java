package dev.weir.service.rollout;

import dev.weir.schemas.avro.AuditEntry;
import dev.weir.schemas.avro.RolloutCommand;
import dev.weir.schemas.avro.RolloutPhase;
import dev.weir.schemas.avro.RolloutState;
import dev.weir.schemas.avro.Transition;
import dev.weir.schemas.problem.ProblemFile;
import dev.weir.schemas.rollout.Gate;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * One problem's rollouts: what people ask of them and what units did make states and audit entries. A pure function of
 * commands and transitions in the order they come. Confined to one thread.
 *
 * <pre>
 * draft → DRAFT            start → SHADOW, or RAMP where the plan has no shadow
 * SHADOW, RAMP ⇄ HELD      pause, resume; held by the controller too
 * SHADOW → RAMP            by itself, or promote --stage
 * RAMP, HELD → PROMOTED    by itself, or promote
 * any → ROLLED_BACK        by itself, or rollback
 * any → KILLED             kill
 * </pre>
 */
final class RolloutBook {
    private final ProblemFile file;
    private final UnitBook units;
    private final Steps steps;
    private @Nullable Running running;
    private @Nullable RolloutCommand draft;
    private long logTime;

    /** What comes out; the state is the live one: it is written at once. */
    interface Output {
        void state(RolloutState state);

        void audit(AuditEntry entry);
    }

    RolloutBook(ProblemFile file, UnitBook units, Output out) {
        this.file = file;
        this.units = units;
        this.steps = new Steps(out);
    }

    /** The newest rollout that was started; null: there was none. */
    @Nullable
    Running running() {
        return running;
    }

    /** The newest plan that waits to be started; null: there is none. */
    @Nullable
    RolloutCommand draft() {
        return draft;
    }

    /** Time in the log. */
    long logTime() {
        return logTime;
    }

    /** Goes on where a saved one stood. */
    void resume(RolloutCommand start, RolloutState state, byte[] counted, long time) {
        Running saved = new Running(start, state, file);
        saved.resume(counted);
        running = saved;
        logTime = time;
    }

    /** Has a saved plan wait again. */
    void resumeDraft(RolloutCommand saved) {
        draft = saved;
    }

    /** Takes the command at an offset of {@code rollout-commands}. */
    void command(long offset, RolloutCommand command) {
        Running now = running;
        RolloutPhase phase = now == null ? RolloutPhase.DRAFT : now.state.getPhase();
        boolean here = now != null && now.state.getRollout().equals(command.getRollout());
        boolean going = here && (phase == RolloutPhase.RAMP || phase == RolloutPhase.SHADOW);
        boolean held = here && phase == RolloutPhase.HELD;
        switch (command.getCommand()) {
            case "draft" -> draft(offset, command);
            case "start" -> start(offset, command);
            case "pause" -> move(offset, command, going, RolloutPhase.HELD);
            case "resume" -> resume(offset, command, held);
            case "promote" -> promote(offset, command, going || held);
            case "rollback" -> move(offset, command, here, RolloutPhase.ROLLED_BACK);
            case "kill" -> move(offset, command, here, RolloutPhase.KILLED);
            default ->
                steps.refuse(
                        command,
                        "command must be draft, start, pause, resume, promote, rollback or kill, was '"
                                + command.getCommand() + "'");
        }
    }

    private @Nullable String busy(RolloutCommand command) {
        Running now = running;
        if (now == null) {
            return null;
        } else if (now.state.getRollout().equals(command.getRollout())) {
            return "a rollout of this name was started before: take another name";
        }
        return switch (now.state.getPhase()) {
            case SHADOW, RAMP, HELD ->
                "rollout " + now.state.getRollout() + " has not ended, it stands at " + now.state.getPhase();
            default -> null;
        };
    }

    /** A plan that is there for people to see, and changes nothing until it is started. */
    private void draft(long offset, RolloutCommand command) {
        String busy = busy(command);
        Running next = busy == null ? begun(offset, command) : null;
        if (next == null) {
            if (busy != null) {
                steps.refuse(command, busy);
            }
            return;
        }
        draft = command;
        steps.moved(next, RolloutPhase.DRAFT, "draft", command.getBy(), command.getReason());
    }

    private void start(long offset, RolloutCommand asked) {
        RolloutCommand waits = draft;
        boolean drafted = waits != null && waits.getRollout().equals(asked.getRollout());
        RolloutCommand command = asked;
        if (waits != null && drafted) {
            Map<String, String> all = new TreeMap<>(waits.getArguments());
            all.putAll(asked.getArguments());
            command = RolloutCommand.newBuilder(asked).setArguments(all).build();
        }
        String busy = busy(command);
        if (busy != null) {
            steps.refuse(command, busy);
            return;
        }
        Running next = begun(offset, command);
        if (next == null) {
            return;
        }
        Gate gate = next.plan.gate();
        if (gate != null && !Boolean.TRUE.equals(gate.held())) {
            steps.refuse(
                    command,
                    gate.held() == null ? "nobody has asked the log whether " + gate.condition() : gate.said(),
                    gate.numbers());
            return;
        }
        draft = drafted ? null : draft;
        units.clear();
        running = next;
        RolloutPhase phase = next.plan.shadow() == null ? RolloutPhase.RAMP : RolloutPhase.SHADOW;
        String why = command.getReason() + (gate == null ? "" : "; " + gate.said());
        steps.moved(next, phase, "start", command.getBy(), why, gate == null ? Map.of() : gate.numbers());
    }

    private @Nullable Running begun(long offset, RolloutCommand command) {
        try {
            return Running.begun(offset, command, file);
        } catch (IllegalArgumentException e) {
            steps.refuse(command, String.valueOf(e.getMessage()));
            return null;
        }
    }

    /** After a pause or a hold it goes on where it was; a shadow that had its units is given as many again. */
    private void resume(long offset, RolloutCommand command, boolean held) {
        Running now = running;
        boolean shadow = now != null && now.state.getStage() < 0;
        if (now != null && shadow && held && now.stageDone()) {
            now.shadowAgain();
        }
        move(offset, command, held, shadow ? RolloutPhase.SHADOW : RolloutPhase.RAMP);
    }

    private void promote(long offset, RolloutCommand command, boolean allowed) {
        Running now = running;
        boolean stage = command.getArguments().containsKey("stage");
        if (now != null && allowed && !now.plan.approvals().may(command.getBy())) {
            steps.refuse(
                    command,
                    "by must be one of the plan's approvers "
                            + now.plan.approvals().by().stream().sorted().toList() + ", was '" + command.getBy() + "'");
        } else if (now != null && allowed && stage && now.lastStage()) {
            steps.refuse(command, "there is no stage after this one: promote without --stage gives it all units");
        } else if (now != null && allowed && !stage && now.state.getStage() < 0) {
            steps.refuse(command, "a shadow has served nobody yet: promote --stage begins the ramp");
        } else {
            if (now != null && allowed && stage) {
                now.nextStage(units);
            }
            move(offset, command, allowed, stage ? RolloutPhase.RAMP : RolloutPhase.PROMOTED);
        }
    }

    private void move(long offset, RolloutCommand command, boolean allowed, RolloutPhase to) {
        Running now = running;
        if (now == null || !allowed) {
            steps.refuse(
                    command,
                    now == null
                            ? "there is no rollout"
                            : "rollout " + now.state.getRollout() + " stands at " + now.state.getPhase());
            return;
        }
        now.state.setCommands(offset + 1);
        now.state.setTime(command.getTime());
        steps.moved(now, to, command.getCommand(), command.getBy(), command.getReason());
    }

    /** A joined decision. */
    void transition(Transition transition) {
        Running now = running;
        if (now != null && now.going()) {
            now.count(transition, units);
        }
    }

    /** A time before which everything has been joined. */
    void tick(long time) {
        logTime = Math.max(logTime, time);
        Running now = running;
        if (now == null || !now.going()) {
            return;
        }
        long until = logTime - file.reward().window().toMillis();
        now.state.setTime(logTime);
        while (now.going() && now.mature(until, units) > 0) {
            steps.look(now, logTime);
        }
        if (now.going()) {
            steps.stage(now, logTime, units);
        }
        if (now.going() && now.news()) {
            steps.publish(now);
        }
    }
}
