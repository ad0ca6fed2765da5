package dev.weir.rl.network;

/**
 * Layer normalisation without gain and shift (Ba, Kiros and Hinton 2016): y = (x − mean) / √(variance + 1e-5) over the
 * columns of each row. One plain implementation for all kernels, for sums across columns would else depend on lanes.
 */
final class LayerNorm {
    private static final float EPSILON = 1e-5f;

    private LayerNorm() {}

    /** Normalises x in place; scales[row] = 1 / √(variance + ε). Padding stays 0. */
    static void forward(float[] x, int rows, int width, int columns, float[] scales) {
        for (int r = 0; r < rows; r++) {
            int from = r * columns;
            float mean = sum(x, from, width) / width;
            for (int j = from; j < from + width; j++) {
                x[j] -= mean;
            }
            float scale = (float) (1 / Math.sqrt(dot(x, x, from, width) / width + EPSILON));
            for (int j = from; j < from + width; j++) {
                x[j] *= scale;
            }
            scales[r] = scale;
        }
    }

    /** dx = scale · (dy − mean(dy) − y · mean(dy · y)), in place of dy. */
    static void backward(float[] dy, float[] y, int rows, int width, int columns, float[] scales) {
        for (int r = 0; r < rows; r++) {
            int from = r * columns;
            float mean = sum(dy, from, width) / width;
            float slope = dot(dy, y, from, width) / width;
            float scale = scales[r];
            for (int j = from; j < from + width; j++) {
                dy[j] = scale * (dy[j] - mean - y[j] * slope);
            }
        }
    }

    private static float sum(float[] x, int from, int width) {
        float a = 0;
        float b = 0;
        float c = 0;
        float d = 0;
        int j = 0;
        for (; j + 4 <= width; j += 4) {
            a += x[from + j];
            b += x[from + j + 1];
            c += x[from + j + 2];
            d += x[from + j + 3];
        }
        for (; j < width; j++) {
            a += x[from + j];
        }
        return (a + b) + (c + d);
    }

    private static float dot(float[] x, float[] y, int from, int width) {
        float a = 0;
        float b = 0;
        float c = 0;
        float d = 0;
        int j = 0;
        for (; j + 4 <= width; j += 4) {
            a = Math.fma(x[from + j], y[from + j], a);
            b = Math.fma(x[from + j + 1], y[from + j + 1], b);
            c = Math.fma(x[from + j + 2], y[from + j + 2], c);
            d = Math.fma(x[from + j + 3], y[from + j + 3], d);
        }
        for (; j < width; j++) {
            a = Math.fma(x[from + j], y[from + j], a);
        }
        return (a + b) + (c + d);
    }
}
