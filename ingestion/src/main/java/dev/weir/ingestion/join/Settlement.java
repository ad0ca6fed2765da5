package dev.weir.ingestion.join;

import dev.weir.ingestion.join.Entry.Phase;
import dev.weir.ingestion.join.Gathered.Place;
import dev.weir.ingestion.join.Output.To;
import dev.weir.ingestion.keyed.Source;
import dev.weir.ingestion.keyed.Unusable;

/** What becomes of a decision and its outcomes: a transition, late outcomes, or dead letters that say why not. */
final class Settlement {
    private final JoinRules rules;
    private final Progress progress;
    private final Output output;
    private final DeadLetters dead;
    private final Forms forms = new Forms();

    Settlement(JoinRules rules, Progress progress, Output output, DeadLetters dead) {
        this.rules = rules;
        this.progress = progress;
        this.output = output;
        this.dead = dead;
    }

    /** Learning at arrival: the transition leaves as soon as there is a reward that counts. */
    void arrived(Entry e, long time) {
        if (activated(e, false)) {
            double reward = Rewards.inside(rules.aggregate(), e.outcomes);
            if (Double.isFinite(reward)) {
                leave(e, time, false, reward, Tail.BANDIT);
            }
        }
    }

    /** The window closes: at most one transition leaves, then what came after the window. */
    void close(Entry e) {
        if (!e.left) {
            settle(e, Tail.BANDIT);
        }
        lateOnes(e, e.left ? e.closedAt : e.due, e.reward);
        e.close(e.due + rules.horizon());
    }

    /** The window of an episode's step closes: its reward is certain, what follows need not be. */
    void closeWindow(Entry e) {
        double reward = Rewards.inside(rules.aggregate(), e.outcomes);
        reward = Double.isNaN(reward) ? rules.ifNone() : reward;
        e.reward = activated(e, false) && Double.isFinite(reward) ? reward : Double.NaN;
        e.closedAt = e.due;
        e.phase = Phase.SETTLED;
        lateOnes(e, e.closedAt, e.reward);
    }

    /** What follows is certain, too: at most one transition leaves. */
    void leave(Entry e, Tail tail, long forgetAt) {
        settle(e, tail.within(Unusable.MAX_VALUE - e.size()));
        e.close(forgetAt);
    }

    /** What came after the window before that was closed. */
    private void lateOnes(Entry e, long closedAt, double then) {
        for (int i = 0; i < e.outcomes.size(); i++) {
            Gathered g = e.outcomes.get(i);
            if (g.place == Place.ASIDE) {
                g.place = Place.LATE;
                progress.move(Count.OUTCOMES_PENDING, Count.OUTCOMES_LATE);
                late(e, g, closedAt, then);
                if (e.phase == Phase.SETTLED) {
                    g.forgetValue();
                }
            }
        }
    }

    private void settle(Entry e, Tail tail) {
        double reward = Rewards.inside(rules.aggregate(), e.outcomes);
        boolean defaulted = Double.isNaN(reward);
        if (!activated(e, false)) {
            refuse(e, "not-activated", "no outcome activated this decision within its window");
        } else if (defaulted && Double.isNaN(rules.ifNone())) {
            refuse(e, "no-metrics", "no outcome of this decision brought metrics, and the problem has no if-none");
        } else if (Double.isInfinite(reward)) {
            refuse(e, "formula", "the " + rules.aggregate() + " of this decision's rewards is not finite");
        } else {
            long closedAt = e.phase == Phase.SETTLED ? e.closedAt : e.due;
            leave(e, closedAt, defaulted, defaulted ? rules.ifNone() : reward, tail);
        }
    }

    private void leave(Entry e, long closedAt, boolean defaulted, double reward, Tail tail) {
        e.left = true;
        e.reward = reward;
        e.closedAt = closedAt;
        progress.move(Count.DECISIONS_PENDING, Count.DECISIONS_JOINED);
        for (int i = 0; i < e.outcomes.size(); i++) {
            if (e.outcomes.get(i).place == Place.INSIDE) {
                progress.move(Count.OUTCOMES_PENDING, Count.OUTCOMES_IN_TRANSITIONS);
            }
        }
        output.send(To.TRANSITIONS, e.id.text(), forms.transition(e, closedAt, defaulted, reward, tail));
    }

    private void refuse(Entry e, String reason, String detail) {
        progress.move(Count.DECISIONS_PENDING, Count.DECISIONS_NOT_ACTIVATED);
        for (Gathered g : e.outcomes) {
            if (g.place == Place.INSIDE) {
                progress.add(Count.OUTCOMES_PENDING, -1);
                dead.outcome(Count.OUTCOMES_DEAD_LETTERED, source(g), reason, detail, g.time, g.value);
            }
        }
    }

    /** An outcome, already among the entry's, that no transition can take in any more. */
    void late(Entry e, Gathered g, long closedAt, double then) {
        double with = Double.NaN;
        if (activated(e, true)) {
            with = Rewards.withLate(rules.aggregate(), e.outcomes);
            with = Double.isNaN(with) ? rules.ifNone() : with;
        }
        output.send(To.LATE_OUTCOMES, e.id.text(), forms.late(g.value, closedAt, then, with));
    }

    /** Nobody's decision came. */
    void orphan(Gathered g) {
        progress.add(Count.OUTCOMES_PENDING, -1);
        String detail = "no decision of this id came within a window";
        dead.outcome(Count.OUTCOMES_ORPHANED, source(g), "orphan", detail, g.time, g.value);
    }

    private static boolean activated(Entry e, boolean late) {
        boolean activated = !e.deferred;
        for (int i = 0; i < e.outcomes.size() && !activated; i++) {
            Gathered g = e.outcomes.get(i);
            activated = g.activation && (g.place == Place.INSIDE || late && g.place == Place.LATE);
        }
        return activated;
    }

    private static Source source(Gathered g) {
        return new Source(false, g.partition, g.offset);
    }
}
