package dev.weir.rl.value;

/**
 * Loss of one transition by the quantiles of its action: for QR-DQN the quantile Huber loss with κ = 1 (Dabney et al.
 * 2018, equation 10), Σ_i mean_j |τ_i − 1(y_j &lt; θ_i)| L(y_j − θ_i), τ_i = (2i + 1) / 2K; for the mean alone Huber's L.
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
     * @param huber     κ > 0; 0: squared errors for the mean, which alone estimates means of skewed returns, and 1 for quantiles
     */
    QuantileLoss(int quantiles, float huber) {
        this.kappa = huber;
        this.quantile = quantiles > 0;
        this.k = Math.max(1, quantiles);
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
            if (kappa == 0) {
                head.addGradient(share * delta, action, 0, gradient, at);
                return 0.5f * delta * delta;
            }
            head.addGradient(share * Math.max(-kappa, Math.min(kappa, delta)), action, 0, gradient, at);
            return error <= kappa ? 0.5f * error * error : kappa * (error - 0.5f * kappa);
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
                slope += weight * Math.max(-1f, Math.min(1f, delta));
                loss += weight * huber(Math.abs(delta));
            }
            sum += here - targets[i * k + q];
            head.addGradient(share * (slope / k), action, q, gradient, at);
        }
        error = Math.abs(sum / k);
        return loss / k;
    }

    private static float huber(float size) {
        return size <= 1 ? 0.5f * size * size : size - 0.5f;
    }
}
