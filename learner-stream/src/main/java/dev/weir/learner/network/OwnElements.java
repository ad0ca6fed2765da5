package dev.weir.learner.network;

import dev.weir.rl.network.DenseKernel;

/** A kernel that leaves everything but products to another. */
abstract class OwnElements implements DenseKernel {
    private final DenseKernel own;

    OwnElements(DenseKernel own) {
        this.own = own;
    }

    @Override
    public void relu(float[] x, int n) {
        own.relu(x, n);
    }

    @Override
    public void reluGradient(float[] gradient, float[] activation, int n) {
        own.reluGradient(gradient, activation, n);
    }

    @Override
    public void leakyRelu(float[] x, int n, float slope) {
        own.leakyRelu(x, n, slope);
    }

    @Override
    public void leakyReluGradient(float[] gradient, float[] activation, int n, float slope) {
        own.leakyReluGradient(gradient, activation, n, slope);
    }

    @Override
    public void tanh(float[] x, int n) {
        own.tanh(x, n);
    }

    @Override
    public void tanhGradient(float[] gradient, float[] activation, int n) {
        own.tanhGradient(gradient, activation, n);
    }

    @Override
    public void columnSums(float[] a, int rows, int columns, float[] sums) {
        own.columnSums(a, rows, columns, sums);
    }

    @Override
    public void adam(float[] w, float[] gradient, float[] m, float[] v, float rate, float correction) {
        own.adam(w, gradient, m, v, rate, correction);
    }

    @Override
    public void rmsProp(float[] w, float[] gradient, float[] v, float rate, float keep) {
        own.rmsProp(w, gradient, v, rate, keep);
    }

    @Override
    public void addScaled(float[] y, float factor, float[] x, int n) {
        own.addScaled(y, factor, x, n);
    }

    @Override
    public void scaleAndAdd(float[] y, float factor, float[] x, int n) {
        own.scaleAndAdd(y, factor, x, n);
    }

    @Override
    public void scale(float[] x, float factor, int n) {
        own.scale(x, factor, n);
    }

    @Override
    public void approach(float[] y, float rate, float[] x, int n) {
        own.approach(y, rate, x, n);
    }

    @Override
    public void addSquares(float[] x, int n, float[] partial) {
        own.addSquares(x, n, partial);
    }

    @Override
    public void addAbsolutes(float[] x, int n, float[] partial) {
        own.addAbsolutes(x, n, partial);
    }
}
