package dev.weir.systemtests.network;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/** What one core can do at most: independent fused multiply-adds that never leave the registers. */
@State(Scope.Thread)
public class PeakBenchmark {
    private static final VectorSpecies<Float> SPECIES = FloatVector.SPECIES_PREFERRED;
    private static final int ROUNDS = 20_000;
    private static final int CHAINS = 10;

    /** Floating-point operations of one call (a multiply-add is two). */
    static double flops() {
        return 2.0 * ROUNDS * CHAINS * SPECIES.length();
    }

    @Benchmark
    public float peak() {
        FloatVector a = FloatVector.broadcast(SPECIES, 0.999f);
        FloatVector b = FloatVector.broadcast(SPECIES, 0.001f);
        FloatVector x0 = b, x1 = a, x2 = b, x3 = a, x4 = b, x5 = a, x6 = b, x7 = a, x8 = b, x9 = a;
        for (int i = 0; i < ROUNDS; i++) {
            x0 = x0.fma(a, b);
            x1 = x1.fma(a, b);
            x2 = x2.fma(a, b);
            x3 = x3.fma(a, b);
            x4 = x4.fma(a, b);
            x5 = x5.fma(a, b);
            x6 = x6.fma(a, b);
            x7 = x7.fma(a, b);
            x8 = x8.fma(a, b);
            x9 = x9.fma(a, b);
        }
        FloatVector low = x0.add(x1).add(x2).add(x3).add(x4);
        return low.add(x5).add(x6).add(x7).add(x8).add(x9).lane(0);
    }
}
