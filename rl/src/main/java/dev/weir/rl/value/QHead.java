package dev.weir.rl.value;

/**
 * Turns outputs of the network into action values, and gradients of values into gradients of outputs. Output a·K + k is
 * quantile k of action a (K = 1: its mean). Dueling: that is the advantage, K outputs more are the state's value, and
 * θ(a) = V + A(a) − mean A (Wang et al. 2016, equation 9).
 *
 * @param actions   declared
 * @param quantiles K ≥ 1
 * @param dueling   whether outputs are advantages and a value
 */
record QHead(int actions, int quantiles, boolean dueling) {
    /** Outputs of the network. */
    int outputs() {
        return (actions + (dueling ? 1 : 0)) * quantiles;
    }

    /** Quantiles [actions × K] of one row of outputs; where nothing is to be done, the caller may read them directly. */
    void quantiles(float[] outputs, int at, float[] into) {
        int n = actions * quantiles;
        System.arraycopy(outputs, at, into, 0, n);
        if (dueling) {
            for (int k = 0; k < quantiles; k++) {
                float mean = 0;
                for (int i = k; i < n; i += quantiles) {
                    mean += into[i];
                }
                float shift = outputs[at + n + k] - mean / actions;
                for (int i = k; i < n; i += quantiles) {
                    into[i] += shift;
                }
            }
        }
    }

    /** Value of one action: the mean of its quantiles. */
    float value(float[] theta, int action) {
        if (quantiles == 1) {
            return theta[action];
        }
        float sum = 0;
        for (int k = 0; k < quantiles; k++) {
            sum += theta[action * quantiles + k];
        }
        return sum / quantiles;
    }

    /** Adds the gradient by one action's quantile to the row of gradients by outputs. */
    void addGradient(float gradient, int action, int k, float[] outputs, int at) {
        outputs[at + action * quantiles + k] += gradient;
        if (dueling) {
            int n = actions * quantiles;
            float share = gradient / actions;
            for (int i = k; i < n; i += quantiles) {
                outputs[at + i] -= share;
            }
            outputs[at + n + k] += gradient;
        }
    }
}
