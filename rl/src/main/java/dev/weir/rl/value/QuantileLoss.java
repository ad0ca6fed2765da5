package dev.weir.rl.value;

/**
 * Loss of one transition by the quantiles of its action: for QR-DQN the quantile Huber loss (Dabney et al.
 * 2018, equation 10), Σ_i mean_j |τ_i − 1(y_j &lt; θ_i)| L(y_j − θ_i), τ_i = (2i + 1) / 2K; for the mean alone Huber's L:
 * quadratic up to κ, then straight.
 * Confined to one thread.
 */
final class QuantileLoss {
    private final boolean quantile;
    private final int k;
    private final float kappa;
    private float error;

    /**
     * A loss.
     *
     * @param quantiles 0: of the mean
     * @param huber     κ; 0: squared errors, which alone estimate means of skewed returns (for quantiles 1)
     */
    QuantileLoss(int quantiles, float huber) {
        this.quantile = quantiles > 0;
        this.k = Math.max(1, quantiles);
        this.kappa = huber > 0 ? huber : quantile ? 1 : Float.MAX_VALUE;
    }

    /** |y − Q| of the last row: what priorities are made of. */
    float error() {
        return error;
    }

    /**
     * Loss of row i, whose gradient times {@code share} is added to the gradient by outputs.
     *
     * @param theta   [actions × K] of this row
     * @param targets [B × K]
     */
    float row(QHead head, float[] theta, int action, float[] targets, int i, float share, float[] gradient, int at) {
        if (!quantile) {
            float delta = theta[action] - targets[i];
            error = Math.abs(delta);
            head.addGradient(share * slope(delta), action, 0, gradient, at);
            return huber(error);
        }
        float loss = 0;
        float sum = 0;
        for (int q = 0; q < k; q++) {
            float tau = (2 * q + 1) / (2f * k);
            float here = theta[action * k + q];
            float slope = 0;
            for (int j = 0; j < k; j++) {
                float delta = here - targets[i * k + j];
                float weight = delta > 0 ? 1 - tau : tau;
                slope += weight * slope(delta);
                loss += weight * huber(Math.abs(delta));
            }
            sum += here - targets[i * k + q];
            head.addGradient(share * (slope / k), action, q, gradient, at);
        }
        error = Math.abs(sum / k);
        return loss / k;
    }

    private float slope(float delta) {
        return Math.max(-kappa, Math.min(kappa, delta));
    }

    private float huber(float size) {
        return size <= kappa ? 0.5f * size * size : kappa * (size - 0.5f * kappa);
    }
}
