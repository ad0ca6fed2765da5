package dev.weir.rl.actorcritic;

/**
 * The policy that a row of logits is: softmax over the allowed actions, mixed with a floor spread evenly, π(a) =
 * (1 − f) p(a) + f / n. In double precision by StrictMath: the same bits everywhere. Confined to one thread.
 */
public final class Softmax {
    private final double floor;
    private final double[] p;
    private final double[] logP;
    private int n;

    /** Room for so many actions; floor in [0, 1). */
    public Softmax(int actions, double floor) {
        this.floor = floor;
        this.p = new double[actions];
        this.logP = new double[actions];
    }

    /**
     * Takes logits.
     *
     * @param allowed declared actions that may be done, ascending; their places are what the other methods speak of
     */
    public void set(float[] logits, int at, int[] allowed) {
        n = allowed.length;
        double greatest = Double.NEGATIVE_INFINITY;
        for (int a : allowed) {
            greatest = Math.max(greatest, logits[at + a]);
        }
        double sum = 0;
        for (int i = 0; i < n; i++) {
            logP[i] = logits[at + allowed[i]] - greatest;
            p[i] = StrictMath.exp(logP[i]);
            sum += p[i];
        }
        double logSum = StrictMath.log(sum);
        for (int i = 0; i < n; i++) {
            p[i] /= sum;
            logP[i] -= logSum;
        }
    }

    /** Probability of the i-th allowed action, floor included: with which it is done. */
    public double probability(int i) {
        return (1 - floor) * p[i] + floor / n;
    }

    /** Softmax alone. */
    public double p(int i) {
        return p[i];
    }

    /** Logarithm of the softmax alone. */
    public double logP(int i) {
        return logP[i];
    }

    /** Of the softmax alone, in nats. */
    public double entropy() {
        double h = 0;
        for (int i = 0; i < n; i++) {
            h -= p[i] * logP[i];
        }
        return h;
    }

    /**
     * Adds weight · ∇ log π(i) + entropyWeight · ∇H to the gradient by logits.
     *
     * @param gradient by the logits of all declared actions
     */
    public void addGradient(int i, double weight, double entropyWeight, int[] allowed, float[] gradient, int at) {
        double share = weight * ((1 - floor) * p[i] / probability(i)); // ∂ log π(i) = share · (1[j = i] − p(j))
        double entropy = entropy();
        for (int j = 0; j < n; j++) {
            double g = share * ((j == i ? 1 : 0) - p[j]) - entropyWeight * p[j] * (logP[j] + entropy);
            gradient[at + allowed[j]] += (float) g;
        }
    }
}
