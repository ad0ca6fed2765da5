package dev.weir.rl.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.weir.rl.random.CounterRandom;
import org.junit.jupiter.api.Test;

/** Every kernel gives the same bits; against hand-made products too. */
class DenseKernelPropertyTest {
    private final DenseKernel scalar = DenseKernel.scalar();
    private final DenseKernel vector = DenseKernel.best();

    @Test
    void theVectorKernelRunsInThisTest() {
        assertThat(vector.name()).startsWith("vector-");
    }

    @Test
    void multipliesASmallMatrixAsByHand() {
        float[] a = {1, 2, 3, 4};
        float[] b = new float[32];
        b[0] = 5;
        b[1] = 6;
        b[16] = 7;
        b[17] = 8;
        float[] bias = new float[16];
        bias[1] = 100;
        float[] c = new float[32];

        vector.multiply(2, 16, 2, a, 2, 1, b, bias, c);

        assertThat(c[0]).isEqualTo(19);
        assertThat(c[1]).isEqualTo(122);
        assertThat(c[16]).isEqualTo(43);
        assertThat(c[17]).isEqualTo(150);
    }

    @Test
    void productsHaveTheSameBitsInEveryShapeAndScale() {
        for (float scale : new float[] {1f, 1e-20f, 1e18f}) {
            for (int[] s :
                    new int[][] {{1, 16, 7}, {5, 32, 3}, {7, 48, 33}, {32, 64, 8}, {13, 112, 17}, {256, 128, 32}}) {
                int m = s[0];
                int n = s[1];
                int k = s[2];
                float[] a = random(m * k, scale, 1);
                float[] b = random(k * n, scale, 2);
                float[] bias = random(n, scale, 3);
                for (float[] start : new float[][] {bias, null}) {
                    float[] straight = new float[m * n];
                    float[] twin = new float[m * n];
                    vector.multiply(m, n, k, a, k, 1, b, start, straight);
                    scalar.multiply(m, n, k, a, k, 1, b, start, twin);
                    assertThat(straight).isEqualTo(twin);
                    vector.multiply(m, n, k, a, 1, m, b, start, straight);
                    scalar.multiply(m, n, k, a, 1, m, b, start, twin);
                    assertThat(straight).isEqualTo(twin);
                }
            }
        }
    }

    @Test
    void elementwiseStepsHaveTheSameBits() {
        int n = 4096;
        float[] g = random(n, 1f, 4);
        float[][] left = {random(n, 1f, 5), random(n, 1f, 6), square(random(n, 1f, 7))};
        float[][] right = {left[0].clone(), left[1].clone(), left[2].clone()};
        vector.adam(left[0], g, left[1], left[2], 0.01f, 1.7f);
        scalar.adam(right[0], g, right[1], right[2], 0.01f, 1.7f);
        assertThat(left).isDeepEqualTo(right);

        vector.relu(left[0], n);
        scalar.relu(right[0], n);
        vector.reluGradient(left[1], left[0], n);
        scalar.reluGradient(right[1], right[0], n);
        float[] sums = new float[64];
        float[] twin = new float[64];
        vector.columnSums(left[1], 64, 64, sums);
        scalar.columnSums(right[1], 64, 64, twin);
        assertThat(left).isDeepEqualTo(right);
        assertThat(sums).isEqualTo(twin);
    }

    @Test
    void firstStepOfAdamMovesByTheLearningRate() { // m̂/√v̂ = sign(g) at t = 1 (Kingma and Ba 2015, section 2.1)
        float[] w = new float[16];
        float[] g = new float[16];
        g[0] = 3;
        g[1] = -0.5f;
        float rate = (float) (0.001 / (1 - 0.9));
        float correction = (float) (1 / Math.sqrt(1 - 0.999));
        vector.adam(w, g, new float[16], new float[16], rate, correction);
        assertThat(w[0]).isCloseTo(-0.001f, within(1e-7f));
        assertThat(w[1]).isCloseTo(0.001f, within(1e-7f));
        assertThat(w[2]).isZero();
    }

    private static float[] random(int n, float scale, long seed) {
        float[] x = new float[n];
        for (int i = 0; i < n; i++) {
            x[i] = (float) (2 * CounterRandom.uniform(seed, 0, i) - 1) * scale;
        }
        return x;
    }

    private static float[] square(float[] x) {
        for (int i = 0; i < x.length; i++) {
            x[i] *= x[i];
        }
        return x;
    }
}
