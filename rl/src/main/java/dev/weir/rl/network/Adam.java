package dev.weir.rl.network;

/**
 * Adam with β = (.9, .999), ε = 1e-8 (Kingma and Ba 2015), with decoupled weight decay where it is not 0 (AdamW,
 * Loshchilov and Hutter 2019).
 */
public final class Adam implements Optimizer {
    private final DenseKernel kernel;
    private final float rate;
    private final float decay;
    private final float[][] memory;
    private long steps;
    private double power1 = 1;
    private double power2 = 1;

    /** One for parameters of this shape; nothing decays. */
    public Adam(NetworkSpec spec, DenseKernel kernel, float rate) {
        this(spec, kernel, rate, 0);
    }

    /** One for parameters of this shape, all of which shrink by rate · decay at each step. */
    public Adam(NetworkSpec spec, DenseKernel kernel, float rate, float decay) {
        this.kernel = kernel;
        this.rate = rate;
        this.decay = decay;
        float[][] m = spec.zeros();
        float[][] v = spec.zeros();
        this.memory = new float[2 * m.length][];
        System.arraycopy(m, 0, memory, 0, m.length);
        System.arraycopy(v, 0, memory, m.length, m.length);
    }

    @Override
    public void step(float[][] parameters, float[][] gradients) {
        advance();
        float corrected = (float) (rate / (1 - power1));
        float correction = (float) (1 / Math.sqrt(1 - power2));
        int n = parameters.length;
        for (int i = 0; i < n; i++) {
            if (decay != 0) {
                kernel.scale(parameters[i], 1 - rate * decay, parameters[i].length);
            }
            kernel.adam(parameters[i], gradients[i], memory[i], memory[n + i], corrected, correction);
        }
    }

    private void advance() {
        steps++;
        power1 *= 0.9; // by repeated multiplication: Math.pow differs between machines
        power2 *= 0.999;
    }

    @Override
    public float[][] memory() {
        return memory;
    }

    @Override
    public long steps() {
        return steps;
    }

    @Override
    public void resume(long stepsBefore) {
        steps = 0;
        power1 = 1;
        power2 = 1;
        while (steps < stepsBefore && power2 > 0) { // both are exactly 0 from there on
            advance();
        }
        steps = stepsBefore;
    }
}
