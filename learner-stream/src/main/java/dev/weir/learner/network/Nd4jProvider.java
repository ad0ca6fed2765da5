package dev.weir.learner.network;

import dev.weir.rl.network.DenseKernel;
import dev.weir.rl.network.KernelProvider;

/** Brings {@link Nd4jKernel} where ND4J and its native libraries are on the class path. */
public final class Nd4jProvider implements KernelProvider {
    /** ND4J's own memory outside of the heap, in javacpp's words; without a limit it takes gigabytes. */
    private static final String MEMORY = "512m";

    @Override
    public String name() {
        return "nd4j";
    }

    @Override
    public DenseKernel kernel() {
        limit("org.bytedeco.javacpp.maxbytes", MEMORY);
        limit("org.bytedeco.javacpp.maxphysicalbytes", "0"); // counts the whole process, RocksDB's memory too
        try {
            return new Nd4jKernel();
        } catch (LinkageError | RuntimeException e) {
            throw new IllegalStateException(
                    "ND4J cannot be loaded (" + e + "); Weir must be built with -Pnd4j, for Linux on x86-64 with AVX2",
                    e);
        }
    }

    /** Read once, when javacpp is loaded; what the operator gave on the command line stays. */
    private static void limit(String property, String value) {
        if (System.getProperty(property) == null) {
            System.setProperty(property, value);
        }
    }
}
