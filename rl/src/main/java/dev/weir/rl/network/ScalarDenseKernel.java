package dev.weir.rl.network;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** The dense kernel in plain Java: the same bits as the vector kernel, for machines and JVMs without it. */
final class ScalarDenseKernel implements DenseKernel {
    @Override
    public String name() {
        return "scalar";
    }

    @Override
    public void multiply(
            int m, int n, int k, float[] a, int rs, int cs, float[] b, float @Nullable [] bias, float[] c) {
        for (int i = 0; i < m; i++) {
            int row = i * n;
            if (bias == null) {
                Arrays.fill(c, row, row + n, 0f);
            } else {
                System.arraycopy(bias, 0, c, row, n);
            }
            for (int p = 0, q = i * rs; p < k; p++, q += cs) {
                accumulate(a[q], b, p * n, c, row, n);
            }
        }
    }

    private static void accumulate(float factor, float[] b, int from, float[] c, int to, int n) {
        for (int j = 0; j < n; j++) {
            c[to + j] = Math.fma(factor, b[from + j], c[to + j]);
        }
    }

    @Override
    public void relu(float[] x, int n) {
        for (int i = 0; i < n; i++) {
            x[i] = Math.max(x[i], 0f);
        }
    }

    @Override
    public void reluGradient(float[] gradient, float[] activation, int n) {
        for (int i = 0; i < n; i++) {
            gradient[i] = activation[i] > 0f ? gradient[i] : 0f;
        }
    }

    @Override
    public void columnSums(float[] a, int rows, int columns, float[] sums) {
        Arrays.fill(sums, 0, columns, 0f);
        for (int i = 0, o = 0; i < rows; i++, o += columns) {
            for (int j = 0; j < columns; j++) {
                sums[j] += a[o + j];
            }
        }
    }

    @Override
    public void adam(float[] w, float[] gradient, float[] m, float[] v, float rate, float correction) {
        for (int i = 0; i < w.length; i++) {
            float g = gradient[i];
            float mean = 0.9f * m[i] + 0.1f * g;
            float square = 0.999f * v[i] + (g * g) * 0.001f;
            m[i] = mean;
            v[i] = square;
            w[i] -= (mean * rate) / ((float) Math.sqrt(square) * correction + 1e-8f);
        }
    }

    @Override
    public void leakyRelu(float[] x, int n, float slope) {
        for (int i = 0; i < n; i++) {
            x[i] = Math.max(x[i], slope * x[i]);
        }
    }

    @Override
    public void leakyReluGradient(float[] gradient, float[] activation, int n, float slope) {
        for (int i = 0; i < n; i++) {
            gradient[i] = activation[i] > 0f ? gradient[i] : slope * gradient[i];
        }
    }

    @Override
    public void tanh(float[] x, int n) {
        for (int i = 0; i < n; i++) {
            x[i] = Tanh.of(x[i]);
        }
    }

    @Override
    public void tanhGradient(float[] gradient, float[] activation, int n) {
        for (int i = 0; i < n; i++) {
            gradient[i] *= Math.fma(-activation[i], activation[i], 1f);
        }
    }

    @Override
    public void rmsProp(float[] w, float[] gradient, float[] v, float rate, float keep) {
        float rest = 1f - keep;
        for (int i = 0; i < w.length; i++) {
            float g = gradient[i];
            float square = keep * v[i] + (g * g) * rest;
            v[i] = square;
            w[i] -= (g * rate) / ((float) Math.sqrt(square) + 1e-8f);
        }
    }

    @Override
    public void addScaled(float[] y, float factor, float[] x, int n) {
        for (int i = 0; i < n; i++) {
            y[i] = Math.fma(factor, x[i], y[i]);
        }
    }

    @Override
    public void scaleAndAdd(float[] y, float factor, float[] x, int n) {
        for (int i = 0; i < n; i++) {
            y[i] = Math.fma(factor, y[i], x[i]);
        }
    }

    @Override
    public void scale(float[] x, float factor, int n) {
        for (int i = 0; i < n; i++) {
            x[i] *= factor;
        }
    }

    @Override
    public void approach(float[] y, float rate, float[] x, int n) {
        for (int i = 0; i < n; i++) {
            y[i] = Math.fma(rate, x[i] - y[i], y[i]);
        }
    }

    @Override
    public void addSquares(float[] x, int n, float[] partial) {
        for (int i = 0; i < n; i++) {
            partial[i % PADDING] = Math.fma(x[i], x[i], partial[i % PADDING]);
        }
    }

    @Override
    public void addAbsolutes(float[] x, int n, float[] partial) {
        for (int i = 0; i < n; i++) {
            partial[i % PADDING] += Math.abs(x[i]);
        }
    }
}
