package dev.weir.service.rollout;

import java.nio.ByteBuffer;

/**
 * What a unit has done in a rollout since it was first decided for.
 *
 * @param first       time of its first decision
 * @param challenger  whether it got the challenger then
 * @param probability with which it was to get the challenger
 * @param decisions   that count so far
 * @param sums        of their rewards, then of each guardrail's metric
 * @param matured     true: it counts already, and what it does now does not
 */
record UnitRecord(long first, boolean challenger, double probability, int decisions, double[] sums, boolean matured) {
    static UnitRecord begun(long first, boolean challenger, double probability, int metrics) {
        return new UnitRecord(first, challenger, probability, 0, new double[metrics], false);
    }

    UnitRecord plus(double[] values) {
        double[] more = sums.clone();
        for (int i = 0; i < more.length; i++) {
            more[i] += values[i];
        }
        return new UnitRecord(first, challenger, probability, decisions + 1, more, false);
    }

    UnitRecord counted() {
        return new UnitRecord(first, challenger, probability, decisions, new double[0], true);
    }

    /** Mean a decision of each metric. */
    double[] means() {
        double[] means = sums.clone();
        for (int i = 0; i < means.length; i++) {
            means[i] /= decisions;
        }
        return means;
    }

    byte[] write() {
        ByteBuffer out = ByteBuffer.allocate(8 + 1 + 8 + 4 + 1 + 4 + sums.length * 8);
        out.putLong(first).put((byte) (challenger ? 1 : 0)).putDouble(probability);
        out.putInt(decisions).put((byte) (matured ? 1 : 0)).putInt(sums.length);
        for (double sum : sums) {
            out.putDouble(sum);
        }
        return out.array();
    }

    static UnitRecord read(byte[] bytes) {
        ByteBuffer in = ByteBuffer.wrap(bytes);
        long first = in.getLong();
        boolean challenger = in.get() == 1;
        double probability = in.getDouble();
        int decisions = in.getInt();
        boolean matured = in.get() == 1;
        double[] sums = new double[in.getInt()];
        for (int i = 0; i < sums.length; i++) {
            sums[i] = in.getDouble();
        }
        return new UnitRecord(first, challenger, probability, decisions, sums, matured);
    }
}
