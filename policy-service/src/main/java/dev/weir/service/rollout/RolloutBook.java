package dev.weir.service.rollout;

import dev.weir.evaluation.rollout.Advice;
import dev.weir.schemas.avro.AuditEntry;
import dev.weir.schemas.avro.RolloutCommand;
import dev.weir.schemas.avro.RolloutPhase;
import dev.weir.schemas.avro.RolloutState;
import dev.weir.schemas.avro.Transition;
import dev.weir.schemas.problem.ProblemFile;
import dev.weir.schemas.rollout.RolloutPlan;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * One problem's rollouts: what people ask of them and what units did make states and audit entries. A pure function of
 * commands and transitions in the order they come. Confined to one thread.
 */
final class RolloutBook {
    private static final String CONTROLLER = "controller";

    private final ProblemFile file;
    private final UnitBook units;
    private final Output out;
    private @Nullable Running running;
    private long logTime;

    /** What comes out; the state is the live one: it is written at once. */
    interface Output {
        void state(RolloutState state);

        void audit(AuditEntry entry);
    }

    RolloutBook(ProblemFile file, UnitBook units, Output out) {
        this.file = file;
        this.units = units;
        this.out = out;
    }

    /** The newest rollout; null: there was none. */
    @Nullable
    Running running() {
        return running;
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

    /** Takes the command at an offset of {@code rollout-commands}. */
    void command(long offset, RolloutCommand command) {
        Running now = running;
        RolloutPhase phase = now == null ? RolloutPhase.DRAFT : now.state.getPhase();
        boolean here = now != null && now.state.getRollout().equals(command.getRollout());
        boolean ramp = here && phase == RolloutPhase.RAMP;
        boolean held = here && phase == RolloutPhase.HELD;
        switch (command.getCommand()) {
            case "start" -> start(offset, command);
            case "pause" -> move(offset, command, ramp, RolloutPhase.HELD);
            case "resume" -> move(offset, command, held, RolloutPhase.RAMP);
            case "promote" -> move(offset, command, ramp || held, RolloutPhase.PROMOTED);
            case "rollback" -> move(offset, command, here, RolloutPhase.ROLLED_BACK);
            case "kill" -> move(offset, command, here, RolloutPhase.KILLED);
            default ->
                refuse(
                        command,
                        "command must be start, pause, resume, promote, rollback or kill, was '" + command.getCommand()
                                + "'");
        }
    }

    private void start(long offset, RolloutCommand command) {
        Running now = running;
        if (now != null && now.state.getRollout().equals(command.getRollout())) {
            refuse(command, "a rollout of this name was started before: take another name");
            return;
        }
        if (now != null && (now.state.getPhase() == RolloutPhase.RAMP || now.state.getPhase() == RolloutPhase.HELD)) {
            refuse(
                    command,
                    "rollout " + now.state.getRollout() + " has not ended, it stands at " + now.state.getPhase());
            return;
        }
        Running next;
        try {
            RolloutPlan plan = RolloutPlan.of(command.getArguments(), file);
            RolloutState state = RolloutState.newBuilder()
                    .setRollout(command.getRollout())
                    .setPhase(RolloutPhase.RAMP)
                    .setControl(plan.control().toString())
                    .setChallenger(plan.challenger().toString())
                    .setShares(Map.of())
                    .setSalt(file.name() + "/" + command.getRollout())
                    .setTime(command.getTime())
                    .setCommands(offset + 1)
                    .setOverrides(plan.overrides())
                    .build();
            next = new Running(command, state, file);
        } catch (IllegalArgumentException e) {
            refuse(command, String.valueOf(e.getMessage()));
            return;
        }
        units.clear();
        running = next;
        moved(next, RolloutPhase.RAMP, "start", command.getBy(), command.getReason());
    }

    private void move(long offset, RolloutCommand command, boolean allowed, RolloutPhase to) {
        Running now = running;
        if (now == null || !allowed) {
            refuse(
                    command,
                    now == null
                            ? "there is no rollout"
                            : "rollout " + now.state.getRollout() + " stands at " + now.state.getPhase());
            return;
        }
        now.state.setCommands(offset + 1);
        now.state.setTime(command.getTime());
        moved(now, to, command.getCommand(), command.getBy(), command.getReason());
    }

    /** A joined decision. */
    void transition(Transition transition) {
        Running now = running;
        if (now != null && now.state.getPhase() == RolloutPhase.RAMP) {
            now.count(transition, units);
        }
    }

    /** A time before which everything has been joined. */
    void tick(long time) {
        logTime = Math.max(logTime, time);
        Running now = running;
        if (now == null || now.state.getPhase() != RolloutPhase.RAMP) {
            return;
        }
        long until = logTime - file.reward().window().toMillis();
        while (now.state.getPhase() == RolloutPhase.RAMP && now.mature(until, units) > 0) {
            look(now);
        }
        if (now.state.getPhase() == RolloutPhase.RAMP && now.nextStage()) {
            now.state.setTime(logTime);
            moved(
                    now,
                    RolloutPhase.RAMP,
                    "stage",
                    CONTROLLER,
                    "stage " + (now.state.getStage() + 1) + " of "
                            + now.plan.stages().size());
        }
    }

    private void look(Running now) {
        Advice advice = now.analysis.look();
        now.state.setTime(logTime);
        switch (advice.step()) {
            case PROMOTE -> {
                if (now.plan.byItself()) {
                    moved(now, RolloutPhase.PROMOTED, "promote", CONTROLLER, advice.reason());
                } else {
                    moved(
                            now,
                            RolloutPhase.HELD,
                            "hold",
                            CONTROLLER,
                            "waits for a person to promote: " + advice.reason());
                }
            }
            case ROLL_BACK -> moved(now, RolloutPhase.ROLLED_BACK, "rollback", CONTROLLER, advice.reason());
            case BLOCK, INCONCLUSIVE -> moved(now, RolloutPhase.HELD, "hold", CONTROLLER, advice.reason());
            case CONTINUE -> now.note();
        }
    }

    private void moved(Running now, RolloutPhase to, String action, String by, String reason) {
        now.state.setPhase(to);
        now.state.setReason(reason);
        now.shares(
                switch (to) {
                    case PROMOTED -> 1 - now.plan.holdout();
                    case ROLLED_BACK, KILLED -> 0;
                    default -> now.share();
                });
        now.note();
        out.state(now.state);
        Map<String, String> said = new TreeMap<>();
        now.state.getNumbers().forEach((name, value) -> said.put(name, Double.toString(value)));
        now.state.getShares().forEach((name, value) -> said.put("share of " + name, Double.toString(value)));
        audit(now.state.getRollout(), action, by, reason, now.state.getTime(), said);
    }

    private void refuse(RolloutCommand command, String why) {
        String action = "refused " + command.getCommand();
        audit(command.getRollout(), action, command.getBy(), why, command.getTime(), Map.of());
    }

    private void audit(
            String rollout, String action, String by, String reason, long time, Map<String, String> numbers) {
        out.audit(AuditEntry.newBuilder()
                .setSubject("rollout " + rollout)
                .setAction(action)
                .setBy(by)
                .setReason(reason)
                .setTime(time)
                .setNumbers(numbers)
                .build());
    }
}
