package dev.weir.rl.network;

/** Chooses the kernel once. */
final class DenseKernels {
    static final DenseKernel SCALAR = new ScalarDenseKernel();
    static final DenseKernel BEST = choose();

    private DenseKernels() {}

    private static DenseKernel choose() {
        if ("scalar".equals(System.getProperty("weir.kernel"))
                || ModuleLayer.boot().findModule("jdk.incubator.vector").isEmpty()) {
            return SCALAR;
        }
        try {
            return (DenseKernel) Class.forName("dev.weir.rl.network.VectorDenseKernel")
                    .getDeclaredConstructor()
                    .newInstance();
        } catch (ReflectiveOperationException | LinkageError e) {
            return SCALAR; // the same bits, slower
        }
    }
}
