package dev.weir.rl.network;

/** Plain gradient descent: θ −= rate · gradient. */
public final class Sgd implements Optimizer {
    private static final float[][] NOTHING = {};
    private final DenseKernel kernel;
    private final float rate;
    private long steps;

    /** One for parameters of any shape. */
    public Sgd(DenseKernel kernel, float rate) {
        this.kernel = kernel;
        this.rate = rate;
    }

    @Override
    public void step(float[][] parameters, float[][] gradients) {
        steps++;
        for (int i = 0; i < parameters.length; i++) {
            kernel.addScaled(parameters[i], -rate, gradients[i], parameters[i].length);
        }
    }

    @Override
    public float[][] memory() {
        return NOTHING;
    }

    @Override
    public long steps() {
        return steps;
    }

    @Override
    public void resume(long stepsBefore) {
        steps = stepsBefore;
    }
}
