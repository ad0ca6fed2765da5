package dev.weir.rl.feature;

import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * Brings each place of a row to mean 0 and deviation 1, within ±10: y = (x − mean) · scale. Part of a version's content.
 * Whoever owns the arrays does not change them while others read.
 *
 * @param mean  [width] 0 for places that stay as they are
 * @param scale [width] 1 for places that stay as they are
 */
public record Normaliser(float[] mean, float[] scale) {
    private static final float LIMIT = 10f;

    /** Leaves everything as it is, but for the limit. */
    public static Normaliser identity(int width) {
        Normaliser identity = new Normaliser(new float[width], new float[width]);
        Arrays.fill(identity.scale, 1f);
        return identity;
    }

    /** Normalises one row from one array into another. */
    public void apply(float[] from, int fromAt, float[] to, int toAt) {
        float[] means = mean;
        float[] scales = scale;
        for (int i = 0; i < means.length; i++) {
            float y = (from[fromAt + i] - means[i]) * scales[i];
            to[toAt + i] = y > LIMIT ? LIMIT : y < -LIMIT ? -LIMIT : y; // the bits of Math.max and min, in less time
        }
    }

    /** Bytes of {@link #write}. */
    public static int bytes(int width) {
        return 2 * width * Float.BYTES;
    }

    /** Appends means and scales. */
    public void write(ByteBuffer out) {
        for (float[] array : new float[][] {mean, scale}) {
            for (float value : array) {
                out.putFloat(value);
            }
        }
    }

    /**
     * Reads what {@link #write} wrote.
     *
     * @throws IllegalArgumentException if a number is not finite or a scale not positive
     */
    public static Normaliser read(ByteBuffer in, int width) {
        Normaliser read = new Normaliser(new float[width], new float[width]);
        for (float[] array : new float[][] {read.mean, read.scale}) {
            for (int i = 0; i < width; i++) {
                array[i] = in.getFloat();
                if (!Float.isFinite(array[i]) || array == read.scale && array[i] <= 0) {
                    throw new IllegalArgumentException(
                            "normaliser must hold finite means and positive scales, had " + array[i]);
                }
            }
        }
        return read;
    }
}
