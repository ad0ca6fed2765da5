package dev.weir.rl.value;

/**
 * Turns outputs of the network into action values, and gradients of values into gradients of outputs. Output c·K + k is
 * quantile k of coefficient c (K = 1: its mean), and θ(a) = V + Σ_c φ_c(a) w_c. Without a basis the coefficients are the
 * actions themselves, φ_c(a) = 1 where c = a; with one they are fewer, and φ are quadratic B-splines over the actions'
 * order (de Boor 1978), so that what is learned of one quantity is learned of its neighbours. V, the K outputs after them,
 * is there where dueling is: then without a basis θ(a) = V + w_a − mean w (Wang et al. 2016, equation 9).
 *
 * @param actions   declared
 * @param quantiles K ≥ 1
 * @param dueling   whether there is V
 * @param basis     number of splines, at least 3; 0: none
 */
record QHead(int actions, int quantiles, boolean dueling, int basis) {
    /** Outputs of the network. */
    int outputs() {
        return (coefficients() + (dueling ? 1 : 0)) * quantiles;
    }

    private int coefficients() {
        return basis > 0 ? basis : actions;
    }

    /** Quantiles [actions × K] of one row of outputs. */
    void quantiles(float[] outputs, int at, float[] into) {
        int n = coefficients() * quantiles;
        if (basis > 0) {
            for (int a = 0; a < actions; a++) {
                splines(outputs, at, a, into);
            }
        } else {
            System.arraycopy(outputs, at, into, 0, n);
        }
        if (dueling) {
            for (int k = 0; k < quantiles; k++) {
                shift(into, k, outputs[at + n + k]);
            }
        }
    }

    private void shift(float[] into, int k, float value) {
        float shift = value;
        if (basis == 0) {
            float mean = 0;
            for (int i = k; i < into.length; i += quantiles) {
                mean += into[i];
            }
            shift = value - mean / actions;
        }
        for (int i = k; i < into.length; i += quantiles) {
            into[i] += shift;
        }
    }

    private void splines(float[] outputs, int at, int action, float[] into) {
        float x = place(action);
        int first = first(x);
        float u = x - first;
        for (int k = 0; k < quantiles; k++) {
            int o = at + first * quantiles + k;
            float low = (0.5f * (1 - u)) * (1 - u);
            float high = (0.5f * u) * u;
            float sum = low * outputs[o];
            sum = Math.fma(1 - low - high, outputs[o + quantiles], sum);
            into[action * quantiles + k] = Math.fma(high, outputs[o + 2 * quantiles], sum);
        }
    }

    /** Place of an action among the pieces, 0 to basis − 2. */
    private float place(int action) {
        return actions == 1 ? 0 : (float) action * (basis - 2) / (actions - 1);
    }

    /** The first of the three splines that are not zero there. */
    private int first(float x) {
        return Math.min((int) x, basis - 3);
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
        int n = coefficients() * quantiles;
        if (basis > 0) {
            float x = place(action);
            int first = first(x);
            float u = x - first;
            float low = (0.5f * (1 - u)) * (1 - u);
            float high = (0.5f * u) * u;
            int o = at + first * quantiles + k;
            outputs[o] += low * gradient;
            outputs[o + quantiles] += (1 - low - high) * gradient;
            outputs[o + 2 * quantiles] += high * gradient;
        } else {
            outputs[at + action * quantiles + k] += gradient;
            if (dueling) {
                float share = gradient / actions;
                for (int i = k; i < n; i += quantiles) {
                    outputs[at + i] -= share;
                }
            }
        }
        if (dueling) {
            outputs[at + n + k] += gradient;
        }
    }
}
