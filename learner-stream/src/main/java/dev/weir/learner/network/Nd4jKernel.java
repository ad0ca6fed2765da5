package dev.weir.learner.network;

import dev.weir.rl.network.DenseKernel;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Matrix products by ND4J's BLAS on one thread; everything else, being bound by memory and not by arithmetic, by Weir's own
 * kernel. Values agree with that kernel to rounding, not in their bits. Confined to one thread.
 */
final class Nd4jKernel extends OwnElements {
    private final NativeArrays rights = new NativeArrays();
    private final NativeArrays lefts = new NativeArrays();
    private final NativeArrays products = new NativeArrays();

    Nd4jKernel() {
        super(DenseKernel.best());
        Nd4j.getEnvironment().setMaxMasterThreads(1);
        Nd4j.getEnvironment().setMaxThreads(1);
        Nd4j.factory().blas().setMaxThreads(1);
    }

    @Override
    public String name() {
        return "nd4j";
    }

    /** BLAS counts by columns, so it is given cᵀ = bᵀ aᵀ: the same memory, read the other way. */
    @Override
    public void multiply(
            int m, int n, int k, float[] a, int rs, int cs, float[] b, float @Nullable [] bias, float[] c) {
        boolean transposed = cs != 1;
        if (transposed ? rs != 1 || cs != m : rs != k) {
            throw new IllegalArgumentException(
                    "a must be dense by rows or columns; m=" + m + ", k=" + k + ", rs=" + rs + ", cs=" + cs);
        }
        INDArray left = lefts.filled(n, k, b);
        INDArray right = transposed ? rights.filled(m, k, a) : rights.filled(k, m, a);
        if (bias != null) {
            for (int at = 0; at < m * n; at += n) {
                System.arraycopy(bias, 0, c, at, n);
            }
        }
        INDArray product = bias == null ? products.room(n, m) : products.filled(n, m, c);
        Nd4j.gemm(left, right, product, false, transposed, 1, bias == null ? 0 : 1);
        products.read(n, m, c);
    }
}
