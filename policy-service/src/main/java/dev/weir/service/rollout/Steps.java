package dev.weir.service.rollout;

import dev.weir.evaluation.rollout.Advice;
import dev.weir.evaluation.rollout.ShadowLook;
import dev.weir.schemas.avro.AuditEntry;
import dev.weir.schemas.avro.RolloutCommand;
import dev.weir.schemas.avro.RolloutPhase;
import dev.weir.schemas.rollout.ShadowStage;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** Steps that a rollout takes, by itself or by a person: each changes its state and is told to the audit. */
final class Steps {
    private static final String CONTROLLER = "controller";

    private final RolloutBook.Output out;

    Steps(RolloutBook.Output out) {
        this.out = out;
    }

    /** After units have matured. */
    void look(Running now, long time) {
        if (now.state.getPhase() == RolloutPhase.SHADOW) {
            ShadowLook look = now.shadow.look();
            if (look.worse() && look.units() >= now.plan.leastUnits()) {
                moved(now, RolloutPhase.ROLLED_BACK, "rollback", CONTROLLER, said("the candidate is worse", look));
            }
            return;
        }
        Advice advice = now.analysis.look();
        switch (advice.step()) {
            case PROMOTE -> {
                if (now.plan.quiet().holds(time)) {
                    return; // the next look after the window promotes
                } else if (now.plan.byItself()) {
                    moved(now, RolloutPhase.PROMOTED, "promote", CONTROLLER, advice.reason());
                } else {
                    hold(now, "waits for a person to promote: " + advice.reason());
                }
            }
            case ROLL_BACK -> moved(now, RolloutPhase.ROLLED_BACK, "rollback", CONTROLLER, advice.reason());
            case BLOCK, INCONCLUSIVE -> hold(now, advice.reason());
            case CONTINUE -> now.note();
        }
    }

    private void hold(Running now, String why) {
        moved(now, RolloutPhase.HELD, "hold", CONTROLLER, why);
    }

    private static String said(String verdict, ShadowLook look) {
        return String.format(
                Locale.ROOT,
                "%s: beside %.4g served it would have earned %.4g, a gain between %.4g and %.4g at all looks together",
                verdict,
                look.served(),
                look.doublyRobust().value(),
                look.gain().interval().lower(),
                look.gain().interval().upper());
    }

    /** Begins the next stage if this one has had its units and nothing speaks against it. */
    void stage(Running now, long time, UnitBook units) {
        if (!now.stageDone() || now.plan.quiet().holds(time)) {
            return;
        }
        String why = "";
        ShadowStage shadow = now.plan.shadow();
        if (shadow != null && now.state.getStage() < 0) {
            ShadowLook look = now.shadow.look();
            why = "; " + outcome(look);
            if (!goesOn(now, shadow, look)) {
                return;
            }
        }
        if (now.plan.approvals().needed(now.state.getStage() + 1)) {
            if (now.beginsToWait()) {
                waits(now, why);
            }
            return;
        }
        now.nextStage(units);
        moved(
                now,
                RolloutPhase.RAMP,
                "stage",
                CONTROLLER,
                "stage " + (now.state.getStage() + 1) + " of "
                        + now.plan.stages().size() + why);
    }

    /** Whether a shadow that had its units goes over into the ramp; if not, it is held, or goes on. */
    private boolean goesOn(Running now, ShadowStage shadow, ShadowLook look) {
        switch (shadow.then()) {
            case WAIT -> hold(now, "waits for a person to begin the ramp: " + outcome(look));
            case MATCHED -> {
                if (look.agreement() >= shadow.match()) {
                    return true;
                } else if (Double.isNaN(look.agreement())) {
                    hold(now, "no decision names a baselineAction with which the candidate could agree");
                    return false;
                }
                now.state.setReason(String.format(
                        Locale.ROOT,
                        "agrees with the rule in %.1f %% of the newest decisions, of %.1f %%: goes on",
                        100 * look.agreement(),
                        100 * shadow.match()));
                publish(now);
                now.shadowAgain();
            }
            case RAMP -> {
                if (look.promised()) {
                    return true;
                }
                hold(now, outcome(look));
            }
            case BETTER -> {
                if (look.better()) {
                    return true;
                }
                hold(now, outcome(look));
            }
        }
        return false;
    }

    private void waits(Running now, String why) {
        String who = now.plan.approvals().by().isEmpty()
                ? "a person"
                : "one of " + now.plan.approvals().by().stream().sorted().toList();
        String reason = "waits for " + who + " to begin stage " + (now.state.getStage() + 2) + " of "
                + now.plan.stages().size() + ": promote --stage" + why;
        moved(now, now.state.getPhase(), "wait", CONTROLLER, reason);
    }

    private static String outcome(ShadowLook look) {
        if (!look.promised()) {
            return "cannot promise what the candidate would earn: " + String.join("; ", look.cannot());
        }
        return said(look.better() ? "the candidate is better" : "the candidate is not shown to be worse", look);
    }

    void moved(Running now, RolloutPhase to, String action, String by, String reason) {
        moved(now, to, action, by, reason, Map.of());
    }

    /** Takes it to a phase. */
    void moved(Running now, RolloutPhase to, String action, String by, String reason, Map<String, String> moreNumbers) {
        now.state.setPhase(to);
        now.state.setReason(reason);
        now.share(to);
        publish(now);
        Map<String, String> said = new TreeMap<>(moreNumbers);
        now.state.getNumbers().forEach((name, value) -> said.put(name, Double.toString(value)));
        now.state.getShares().forEach((name, value) -> said.put("share of " + name, Double.toString(value)));
        audit(now.state.getRollout(), action, by, reason, now.state.getTime(), said);
    }

    /** Has the state as it is now stand on the topic. */
    void publish(Running now) {
        now.note();
        out.state(now.state);
    }

    void refuse(RolloutCommand command, String why) {
        refuse(command, why, Map.of());
    }

    void refuse(RolloutCommand command, String why, Map<String, String> numbers) {
        String action = "refused " + command.getCommand();
        audit(command.getRollout(), action, command.getBy(), why, command.getTime(), numbers);
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
