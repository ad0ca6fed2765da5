package dev.weir.ops.drift;

import dev.weir.evaluation.drift.EDetector;
import dev.weir.schemas.avro.Ledger;
import java.nio.ByteBuffer;
import java.util.Map;
import java.util.TreeMap;

/**
 * What joiners count, from ledger to ledger: decisions with and without a transition, and how much could not be used. Dead letters are
 * watched by an e-detector: whatever their pattern, more than {@value #TOLERATED} of what came in is said to be too much wrongly
 * no more often than the budget allows.
 */
final class Ledgered {
    static final double TOLERATED = 0.01;

    private static final int AT_MOST = 10_000;
    private static final int NUMBERS = 5;
    private static final double RATE = 1.0 / 2000;

    private record Counts(long in, long joined, long without, long dead) {
        static Counts of(Ledger l) {
            return new Counts(
                    l.getDecisionsIn() + l.getOutcomesIn(),
                    l.getDecisionsJoined(),
                    l.getDecisionsNotActivated(),
                    l.getDecisionsDeadLettered() + l.getOutcomesDeadLettered() + l.getOutcomesOrphaned());
        }
    }

    private final Map<Integer, Counts> last = new TreeMap<>();
    private final EDetector dead;
    private double rate;

    /** Decisions that got a transition, or none, since the joiner's ledger before. */
    long joined;

    long without;

    Ledgered(double runLength) {
        dead = new EDetector(0, TOLERATED, runLength);
    }

    /** Takes a ledger in; true if dead letters have become too many. */
    boolean take(Ledger ledger) {
        Counts now = Counts.of(ledger);
        Counts before = last.put(ledger.getPartition(), now);
        if (before == null || now.in < before.in) {
            joined = 0;
            without = 0;
            return false;
        }
        joined = Math.min(AT_MOST, now.joined - before.joined);
        without = Math.min(AT_MOST, now.without - before.without);
        long bad = Math.max(0, now.dead - before.dead);
        long all = Math.max(bad, now.in - before.in);
        boolean alarm = false;
        for (long i = 0; i < Math.min(AT_MOST, all); i++) {
            double x = i < bad * (double) Math.min(AT_MOST, all) / all ? 1 : 0;
            rate += RATE * (x - rate);
            alarm |= dead.observe(x);
        }
        return alarm;
    }

    /** Running share of what could not be used. */
    double rate() {
        return rate;
    }

    long since() {
        return dead.sinceChange();
    }

    void begin() {
        dead.reset();
    }

    byte[] saved() {
        ByteBuffer out = ByteBuffer.allocate(
                dead.stateBytes() + Double.BYTES + Integer.BYTES + last.size() * NUMBERS * Long.BYTES);
        dead.save(out);
        out.putDouble(rate).putInt(last.size());
        last.forEach((p, c) -> out.putLong(p)
                .putLong(c.in)
                .putLong(c.joined)
                .putLong(c.without)
                .putLong(c.dead));
        return out.array();
    }

    void load(byte[] saved) {
        ByteBuffer in = ByteBuffer.wrap(saved);
        dead.load(in);
        rate = in.getDouble();
        int joiners = in.getInt();
        last.clear();
        for (int i = 0; i < joiners; i++) {
            int partition = (int) in.getLong();
            last.put(partition, new Counts(in.getLong(), in.getLong(), in.getLong(), in.getLong()));
        }
    }
}
