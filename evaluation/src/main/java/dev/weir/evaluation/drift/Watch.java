package dev.weir.evaluation.drift;

import java.nio.ByteBuffer;

/**
 * One stream watched for shifts of its mean: warm-up, watching, shifted, and back. While it is shifted its baseline stands still,
 * so that what is normal is not forgotten; {@link #accept} makes the present the new normal. Fixed-size state; confined to
 * one thread.
 */
public final class Watch {
    /** What a number brought about. */
    public enum Event {
        NONE,
        SHIFTED,
        BACK
    }

    private static final long TILT_EVERY = 1024;
    private static final double LARGEST = 4;

    private final WatchSettings settings;
    private final Scores scores;
    private final Cusum cusum;
    private long seen;
    private boolean shifted;
    private boolean fell;
    private double recovery;
    private double shift;
    private long lasted;
    private double level;
    private double last;
    private long changedAt;
    private final Beginnings began = new Beginnings();

    /** Nothing seen. */
    public Watch(WatchSettings settings) {
        this.settings = settings;
        this.scores = new Scores(settings.memory(), settings.least());
        this.cusum = new Cusum(settings.smallestShift(), settings.runLength());
    }

    /**
     * Takes a residual in.
     *
     * @param residual what came less what was expected
     * @param value    what came, for people
     * @param time     when, in any unit, for the estimated change
     */
    public Event observe(double residual, double value, long time) {
        double z = scores.score(residual);
        last = z;
        seen++;
        if (shifted) {
            return during(z);
        }
        boolean ready = scores.count() >= settings.warmUp();
        if (ready && scores.count() % TILT_EVERY == 0 || scores.count() == settings.warmUp()) {
            scores.tilt(cusum);
        }
        boolean alarm = ready && cusum.observe(z);
        began.after(cusum, time);
        if (!alarm) {
            scores.learn(residual);
            level += (value - level) / Math.min(scores.count(), settings.memory());
            return Event.NONE;
        }
        shifted = true;
        fell = cusum.fell();
        changedAt = began.at(cusum);
        lasted = Math.max(1, cusum.sinceChange());
        shift = Math.max(settings.smallestShift(), Math.min(LARGEST, cusum.estimate()));
        recovery = 0;
        return Event.SHIFTED;
    }

    private Event during(double z) {
        lasted++;
        recovery = Recovery.next(recovery, Math.max(settings.smallestShift() / 2, shift / 4), fell, z);
        if (!Recovery.enough(recovery)) {
            return Event.NONE;
        }
        shifted = false;
        cusum.reset();
        return Event.BACK;
    }

    /** True while warm-up lasts. */
    public boolean warmingUp() {
        return scores.count() < settings.warmUp();
    }

    /** True from an alarm until it is back. */
    public boolean shifted() {
        return shifted;
    }

    /** Whether the shift is a fall. */
    public boolean fell() {
        return fell;
    }

    /** Estimated shift in standard deviations, at the alarm. */
    public double shift() {
        return fell ? -shift : shift;
    }

    /** Numbers since the estimated change. */
    public long lasted() {
        return lasted;
    }

    /** When the change was, by the estimate at the alarm. */
    public long changedAt() {
        return changedAt;
    }

    /** The score of the last number, by what was normal. */
    public double last() {
        return last;
    }

    /** Ends a shift that something else explains: the baseline stays, and what lasts is found anew. */
    public void forgive() {
        shifted = false;
        cusum.reset();
    }

    /** How near an alarm is: 1 is one. */
    public double nearness() {
        return cusum.nearness();
    }

    /** What is normal. */
    public Scores scores() {
        return scores;
    }

    /** Running mean of the values while they were normal. */
    public double level() {
        return level;
    }

    /** Numbers seen, warm-up included. */
    public long seen() {
        return seen;
    }

    /** Begins again: what comes now is the new normal, after another warm-up. */
    public void accept() {
        ByteBuffer fresh = ByteBuffer.allocate(stateBytes());
        new Watch(settings).save(fresh);
        load(fresh.flip());
    }

    /** Bytes that {@link #save} writes. */
    public int stateBytes() {
        return scores.stateBytes() + cusum.stateBytes() + 2 + 6 * Long.BYTES + began.stateBytes();
    }

    /** Writes the state. */
    public void save(ByteBuffer to) {
        scores.save(to);
        cusum.save(to);
        to.put((byte) (shifted ? 1 : 0)).put((byte) (fell ? 1 : 0));
        to.putLong(seen).putLong(lasted).putDouble(recovery).putDouble(shift);
        to.putDouble(level).putLong(changedAt);
        began.save(to);
    }

    /** Goes on from a saved state. */
    public void load(ByteBuffer from) {
        scores.load(from);
        cusum.load(from);
        shifted = from.get() == 1;
        fell = from.get() == 1;
        seen = from.getLong();
        lasted = from.getLong();
        recovery = from.getDouble();
        shift = from.getDouble();
        level = from.getDouble();
        changedAt = from.getLong();
        began.load(from);
    }
}
