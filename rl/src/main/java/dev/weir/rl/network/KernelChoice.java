package dev.weir.rl.network;

import java.util.ServiceLoader;

/** Which kernel trains a network: {@code kernel} of the problem file. */
public enum KernelChoice {
    /** {@link #VECTOR}: nothing else gives the same bits everywhere, whatever its speed. */
    AUTO,
    /** This room's own, or its scalar twin. */
    VECTOR,
    /** ND4J's products, for very wide layers; the same bits only on the same machine. */
    ND4J;

    /**
     * The kernel.
     *
     * @throws IllegalArgumentException if this JVM lacks it
     */
    public DenseKernel kernel() {
        if (this != ND4J) {
            return DenseKernel.best();
        }
        for (KernelProvider provider : ServiceLoader.load(KernelProvider.class)) {
            if (provider.name().equals("nd4j")) {
                return kernel(provider);
            }
        }
        throw new IllegalArgumentException("kernel must be auto or vector here, was nd4j: no module brings it");
    }

    private static DenseKernel kernel(KernelProvider provider) {
        try {
            return provider.kernel();
        } catch (IllegalStateException e) {
            throw new IllegalArgumentException(
                    "kernel must be auto or vector here, was " + provider.name() + ": " + e.getMessage(), e);
        }
    }
}
