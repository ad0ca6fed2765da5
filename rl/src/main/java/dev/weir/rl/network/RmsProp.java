package dev.weir.rl.network;

/** RMSProp: the gradient over the root of its squares' moving average (Tieleman and Hinton 2012). */
public final class RmsProp implements Optimizer {
    private final DenseKernel kernel;
    private final float rate;
    private final float keep;
    private final float[][] memory;
    private long steps;

    /** One for parameters of this shape; keep is how much of the average stays at each step, e.g. .99. */
    public RmsProp(NetworkSpec spec, DenseKernel kernel, float rate, float keep) {
        this.kernel = kernel;
        this.rate = rate;
        this.keep = keep;
        this.memory = spec.zeros();
    }

    @Override
    public void step(float[][] parameters, float[][] gradients) {
        steps++;
        for (int i = 0; i < parameters.length; i++) {
            kernel.rmsProp(parameters[i], gradients[i], memory[i], rate, keep);
        }
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
        steps = stepsBefore;
    }
}
