package dev.weir.rl.network;

import java.util.Arrays;

/**
 * Overshooting-bounded gradient descent (Elsayed et al. 2024, Algorithm 3): the step along eligibility traces is cut so
 * that the error on the same sample cannot change its sign. Confined to one thread.
 */
public final class Obgd {
    private final DenseKernel kernel;
    private final float rate;
    private final float kappa;
    private final float[] partial = new float[DenseKernel.PADDING];

    /** α and κ of the paper, e.g. 1 and 2. */
    public Obgd(DenseKernel kernel, float rate, float kappa) {
        this.kernel = kernel;
        this.rate = rate;
        this.kappa = kappa;
    }

    /** z = decay · z + gradient, with decay = γλ. */
    public void trace(float[][] traces, float decay, float[][] gradients) {
        for (int i = 0; i < traces.length; i++) {
            kernel.scaleAndAdd(traces[i], decay, gradients[i], traces[i].length);
        }
    }

    /**
     * θ += α' · δ · z, with α' = α / max(1, α · κ · max(|δ|, 1) · ‖z‖₁).
     *
     * @return α'
     */
    public float step(float[][] parameters, float[][] traces, float error) {
        Arrays.fill(partial, 0f);
        for (float[] trace : traces) {
            kernel.addAbsolutes(trace, trace.length, partial);
        }
        float bound = rate * kappa * Math.max(Math.abs(error), 1f) * DenseKernel.total(partial);
        float step = rate / Math.max(1f, bound);
        for (int i = 0; i < parameters.length; i++) {
            kernel.addScaled(parameters[i], step * error, traces[i], parameters[i].length);
        }
        return step;
    }
}
