package dev.weir.service.index;

import java.nio.ByteBuffer;

/**
 * Where one decision stands.
 *
 * @param partition  of {@code decisions}, or {@link #TRANSITIONS}: retention took it from there, its transition holds it
 * @param offset     of the record that holds it
 * @param time       of the decision, epoch milliseconds
 * @param transition offset of its transition, or {@link #NONE}
 */
record Entry(int partition, long offset, long time, long transition) {
    static final int TRANSITIONS = -1;
    static final long NONE = -1;

    byte[] bytes() {
        boolean joined = transition != NONE;
        ByteBuffer out = ByteBuffer.allocate(Short.BYTES + (joined ? 3 : 2) * Long.BYTES)
                .putShort((short) partition)
                .putLong(offset)
                .putLong(time);
        return (joined ? out.putLong(transition) : out).array();
    }

    static Entry of(byte[] bytes) {
        ByteBuffer in = ByteBuffer.wrap(bytes);
        return new Entry(in.getShort(), in.getLong(), in.getLong(), in.hasRemaining() ? in.getLong() : NONE);
    }

    /** The same decision with its transition known. */
    Entry joined(long offsetOfTransition) {
        return new Entry(partition, offset, time, offsetOfTransition);
    }

    /** The same decision once only its transition holds it. */
    Entry onlyInTransition() {
        return new Entry(TRANSITIONS, transition, time, transition);
    }
}
