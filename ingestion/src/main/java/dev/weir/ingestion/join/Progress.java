package dev.weir.ingestion.join;

import dev.weir.schemas.avro.Ledger;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * How far a joiner is: its watermark, the greatest tick of each source, and its counts. The watermark is the least of these
 * ticks once every source has ticked.
 */
final class Progress {
    /** Watermark before every source has ticked: nothing closes. */
    static final long NONE = -1;

    private static final byte FORM = 2;
    private static final Count[] COUNTS = Count.values();

    private final long[] counts = new long[COUNTS.length];
    private final long[] ticks;
    private long watermark = NONE;
    /** True: something was counted since the ledger was last sent. */
    private boolean changed;

    /** @param sources partitions of decisions and of outcomes */
    Progress(int sources) {
        this.ticks = new long[sources];
        Arrays.fill(ticks, NONE);
    }

    long watermark() {
        return watermark;
    }

    long count(Count what) {
        return counts[what.ordinal()];
    }

    void add(Count what, long n) {
        counts[what.ordinal()] += n;
        changed = true;
    }

    /** One that was counted there counts here now. */
    void move(Count from, Count to) {
        add(from, -1);
        add(to, 1);
    }

    /** Last tick of a source, or {@link #NONE}. */
    long tick(int source) {
        return ticks[source];
    }

    /** Takes a tick in; true if the watermark advanced. */
    boolean tick(int source, long time) {
        ticks[source] = Math.max(ticks[source], time);
        long least = Long.MAX_VALUE;
        for (long tick : ticks) {
            least = Math.min(least, tick);
        }
        boolean advanced = least > watermark;
        watermark = Math.max(watermark, least);
        return advanced;
    }

    /** True once after something was counted. */
    boolean takeChanged() {
        boolean before = changed;
        changed = false;
        return before;
    }

    Ledger ledger(int partition, @Nullable Long nextClose) {
        Ledger ledger = new Ledger();
        ledger.setPartition(partition);
        ledger.setDecisionsIn(count(Count.DECISIONS_IN));
        ledger.setDecisionsJoined(count(Count.DECISIONS_JOINED));
        ledger.setDecisionsDuplicate(count(Count.DECISIONS_DUPLICATE));
        ledger.setDecisionsConflicting(count(Count.DECISIONS_CONFLICTING));
        ledger.setDecisionsNotActivated(count(Count.DECISIONS_NOT_ACTIVATED));
        ledger.setDecisionsDeadLettered(count(Count.DECISIONS_DEAD_LETTERED));
        ledger.setDecisionsPending(count(Count.DECISIONS_PENDING));
        ledger.setOutcomesIn(count(Count.OUTCOMES_IN));
        ledger.setOutcomesInTransitions(count(Count.OUTCOMES_IN_TRANSITIONS));
        ledger.setOutcomesLate(count(Count.OUTCOMES_LATE));
        ledger.setOutcomesDuplicate(count(Count.OUTCOMES_DUPLICATE));
        ledger.setOutcomesOrphaned(count(Count.OUTCOMES_ORPHANED));
        ledger.setOutcomesSuperseded(count(Count.OUTCOMES_SUPERSEDED));
        ledger.setOutcomesDeadLettered(count(Count.OUTCOMES_DEAD_LETTERED));
        ledger.setOutcomesPending(count(Count.OUTCOMES_PENDING));
        ledger.setNextClose(nextClose);
        ledger.setGaps(count(Count.GAPS));
        ledger.setTimeouts(count(Count.TIMEOUTS));
        return ledger;
    }

    byte[] write(Sink to) {
        to.begin().varLong(FORM).varLong(watermark).truth(changed).varLong(counts.length);
        for (long count : counts) {
            to.varLong(count);
        }
        to.varLong(ticks.length);
        for (long tick : ticks) {
            to.varLong(tick);
        }
        return to.copy();
    }

    static Progress read(byte[] form, int sources) {
        Cursor c = new Cursor(form, 0);
        if (c.varInt() != FORM) {
            throw new IllegalStateException("join progress of form " + form[0] + ", expected " + FORM);
        }
        Progress progress = new Progress(sources);
        progress.watermark = c.varLong();
        progress.changed = c.truth();
        int known = c.varInt();
        for (int i = 0; i < known; i++) {
            progress.counts[i] = c.varLong();
        }
        int ticked = c.varInt();
        if (ticked != sources) {
            throw new IllegalStateException("join progress of " + ticked + " source partitions, expected " + sources
                    + ": their number cannot change under way");
        }
        for (int i = 0; i < ticked; i++) {
            progress.ticks[i] = c.varLong();
        }
        return progress;
    }
}
