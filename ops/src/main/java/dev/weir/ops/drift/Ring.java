package dev.weir.ops.drift;

import java.nio.ByteBuffer;

/** Scores of the last decisions, by which the causes of a shift are told apart. Fixed-size state. */
final class Ring {
    static final int SIZE = 512;

    private final float[] scores;
    private final int columns;
    private long n;

    Ring(int columns) {
        this.columns = columns;
        this.scores = new float[SIZE * columns];
    }

    /** Begins the next decision's row, all zero. */
    void next() {
        int at = (int) (n++ % SIZE) * columns;
        for (int c = 0; c < columns; c++) {
            scores[at + c] = 0;
        }
    }

    void set(int column, double score) {
        scores[(int) ((n - 1) % SIZE) * columns + column] = (float) Math.max(-8, Math.min(8, score));
    }

    /** Standard errors by which the mean score of the last rows is off 0. */
    double off(int column, long last) {
        int rows = (int) Math.min(Math.min(last, n), SIZE);
        double sum = 0;
        for (int i = 1; i <= rows; i++) {
            sum += scores[(int) ((n - i) % SIZE) * columns + column];
        }
        return rows == 0 ? 0 : sum / Math.sqrt(rows);
    }

    int stateBytes() {
        return Long.BYTES + scores.length * Float.BYTES;
    }

    void save(ByteBuffer to) {
        to.putLong(n);
        for (float score : scores) {
            to.putFloat(score);
        }
    }

    void load(ByteBuffer from) {
        n = from.getLong();
        for (int i = 0; i < scores.length; i++) {
            scores[i] = from.getFloat();
        }
    }
}
