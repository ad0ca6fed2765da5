package dev.weir.evaluation.diagnosis;

/**
 * Sums over stretches of a stream of unknown length in constant memory: at most 32 stretches of equal length; when they are
 * full, neighbours are joined. So halves can be told apart at the end. Confined to one thread.
 */
final class Blocks {
    private static final int MOST = 32;

    private final int width;
    private final double[][] sums = new double[MOST][];
    private int current;
    private long size = 1;
    private long inCurrent;

    Blocks(int width) {
        this.width = width;
        sums[0] = new double[width];
    }

    /** The sums that the next row adds to. */
    double[] next() {
        if (inCurrent == size) {
            if (current + 1 == MOST) {
                join();
            } else {
                current++;
                sums[current] = new double[width];
                inCurrent = 0;
            }
        }
        inCurrent++;
        return sums[current];
    }

    private void join() {
        for (int i = 0; i < MOST / 2; i++) {
            double[] left = sums[2 * i];
            double[] right = sums[2 * i + 1];
            for (int j = 0; j < width; j++) {
                left[j] += right[j];
            }
            sums[i] = left;
        }
        current = MOST / 2;
        sums[current] = new double[width];
        size *= 2;
        inCurrent = 0;
    }

    /** Sums of the earlier stretches or of the later ones, parted near the middle. */
    double[] half(boolean later) {
        double[] half = new double[width];
        int middle = (current + 1) / 2;
        for (int i = later ? middle : 0; i < (later ? current + 1 : middle); i++) {
            for (int j = 0; j < width; j++) {
                half[j] += sums[i][j];
            }
        }
        return half;
    }
}
