package dev.weir.rl.network;

/** A service that brings a kernel from outside of this room, looked up by {@link KernelChoice}. */
public interface KernelProvider {
    /** As the problem file calls it. */
    String name();

    /**
     * A kernel for one learner.
     *
     * @throws IllegalStateException saying what is missing on this machine
     */
    DenseKernel kernel();
}
