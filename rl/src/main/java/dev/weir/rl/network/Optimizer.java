package dev.weir.rl.network;

/**
 * Moves parameters against their gradient; what it remembers is in arrays that can be stored. Confined to one thread.
 * ObGD, which needs the error and traces, is {@link Obgd}.
 */
public sealed interface Optimizer permits Sgd, RmsProp, Adam {
    /** One step: θ moves, in the shape that the optimiser was made with. */
    void step(float[][] parameters, float[][] gradients);

    /** Its memory, in a fixed order: what has to be stored besides {@link #steps()}. */
    float[][] memory();

    /** Steps taken. */
    long steps();

    /** Continues after so many steps, {@link #memory()} having been filled. */
    void resume(long steps);
}
