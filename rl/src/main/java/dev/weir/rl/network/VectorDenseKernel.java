package dev.weir.rl.network;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;
import org.jspecify.annotations.Nullable;

/**
 * The dense kernel on the JDK's Vector API, vectorised across output columns: each element is accumulated in one order by
 * fused multiply-add, so neither the lane width nor the block changes a bit. Loaded by reflection, for the incubator module
 * may be missing.
 *
 * <p>One thing, though long: a register block is a method whose accumulators are named locals, the only form that C2 keeps
 * in registers; 4 × 4 where there are 32 vector registers, 6 × 2 where there are 16.
 */
final class VectorDenseKernel implements DenseKernel {
    private static final VectorSpecies<Float> SPECIES = species();
    private static final int LANES = SPECIES.length();
    private static final boolean MANY_REGISTERS = SPECIES.vectorBitSize() == 512;

    private static VectorSpecies<Float> species() {
        int bits = Integer.getInteger("weir.vector.bits", FloatVector.SPECIES_PREFERRED.vectorBitSize());
        return switch (bits) {
            case 128 -> FloatVector.SPECIES_128;
            case 256 -> FloatVector.SPECIES_256;
            case 512 -> FloatVector.SPECIES_512;
            default -> throw new IllegalArgumentException("weir.vector.bits must be 128, 256 or 512, was " + bits);
        };
    }

    @Override
    public String name() {
        return "vector-" + SPECIES.vectorBitSize();
    }

    @Override
    public void multiply(
            int m, int n, int k, float[] a, int rs, int cs, float[] b, float @Nullable [] bias, float[] c) {
        int j = 0;
        if (MANY_REGISTERS) {
            for (; j + 4 * LANES <= n; j += 4 * LANES) {
                int i = 0;
                for (; i + 4 <= m; i += 4) {
                    block4x4(i, j, n, k, a, rs, cs, b, bias, c);
                }
                for (; i < m; i++) {
                    block1x4(i, j, n, k, a, rs, cs, b, bias, c);
                }
            }
        }
        for (; j + 2 * LANES <= n; j += 2 * LANES) {
            int i = 0;
            for (; i + 6 <= m; i += 6) {
                block6x2(i, j, n, k, a, rs, cs, b, bias, c);
            }
            for (; i < m; i++) {
                block1x2(i, j, n, k, a, rs, cs, b, bias, c);
            }
        }
        for (; j < n; j += LANES) {
            int i = 0;
            for (; i + 8 <= m; i += 8) {
                block8x1(i, j, n, k, a, rs, cs, b, bias, c);
            }
            for (; i < m; i++) {
                block1x1(i, j, n, k, a, rs, cs, b, bias, c);
            }
        }
    }

    private static FloatVector start(float @Nullable [] bias, int at) {
        return bias == null ? FloatVector.zero(SPECIES) : FloatVector.fromArray(SPECIES, bias, at);
    }

    private static void block4x4(
            int i, int j, int n, int k, float[] a, int rs, int cs, float[] b, float @Nullable [] bias, float[] c) {
        FloatVector z0 = start(bias, j + 0 * LANES);
        FloatVector z1 = start(bias, j + 1 * LANES);
        FloatVector z2 = start(bias, j + 2 * LANES);
        FloatVector z3 = start(bias, j + 3 * LANES);
        FloatVector c00 = z0, c01 = z1, c02 = z2, c03 = z3;
        FloatVector c10 = z0, c11 = z1, c12 = z2, c13 = z3;
        FloatVector c20 = z0, c21 = z1, c22 = z2, c23 = z3;
        FloatVector c30 = z0, c31 = z1, c32 = z2, c33 = z3;
        int q = i * rs;
        int o = j;
        for (int p = 0; p < k; p++, q += cs, o += n) {
            FloatVector b0 = FloatVector.fromArray(SPECIES, b, o + 0 * LANES);
            FloatVector b1 = FloatVector.fromArray(SPECIES, b, o + 1 * LANES);
            FloatVector b2 = FloatVector.fromArray(SPECIES, b, o + 2 * LANES);
            FloatVector b3 = FloatVector.fromArray(SPECIES, b, o + 3 * LANES);
            FloatVector a0 = FloatVector.broadcast(SPECIES, a[q + 0 * rs]);
            c00 = a0.fma(b0, c00);
            c01 = a0.fma(b1, c01);
            c02 = a0.fma(b2, c02);
            c03 = a0.fma(b3, c03);
            FloatVector a1 = FloatVector.broadcast(SPECIES, a[q + 1 * rs]);
            c10 = a1.fma(b0, c10);
            c11 = a1.fma(b1, c11);
            c12 = a1.fma(b2, c12);
            c13 = a1.fma(b3, c13);
            FloatVector a2 = FloatVector.broadcast(SPECIES, a[q + 2 * rs]);
            c20 = a2.fma(b0, c20);
            c21 = a2.fma(b1, c21);
            c22 = a2.fma(b2, c22);
            c23 = a2.fma(b3, c23);
            FloatVector a3 = FloatVector.broadcast(SPECIES, a[q + 3 * rs]);
            c30 = a3.fma(b0, c30);
            c31 = a3.fma(b1, c31);
            c32 = a3.fma(b2, c32);
            c33 = a3.fma(b3, c33);
        }
        c00.intoArray(c, (i + 0) * n + j + 0 * LANES);
        c01.intoArray(c, (i + 0) * n + j + 1 * LANES);
        c02.intoArray(c, (i + 0) * n + j + 2 * LANES);
        c03.intoArray(c, (i + 0) * n + j + 3 * LANES);
        c10.intoArray(c, (i + 1) * n + j + 0 * LANES);
        c11.intoArray(c, (i + 1) * n + j + 1 * LANES);
        c12.intoArray(c, (i + 1) * n + j + 2 * LANES);
        c13.intoArray(c, (i + 1) * n + j + 3 * LANES);
        c20.intoArray(c, (i + 2) * n + j + 0 * LANES);
        c21.intoArray(c, (i + 2) * n + j + 1 * LANES);
        c22.intoArray(c, (i + 2) * n + j + 2 * LANES);
        c23.intoArray(c, (i + 2) * n + j + 3 * LANES);
        c30.intoArray(c, (i + 3) * n + j + 0 * LANES);
        c31.intoArray(c, (i + 3) * n + j + 1 * LANES);
        c32.intoArray(c, (i + 3) * n + j + 2 * LANES);
        c33.intoArray(c, (i + 3) * n + j + 3 * LANES);
    }

    private static void block1x4(
            int i, int j, int n, int k, float[] a, int rs, int cs, float[] b, float @Nullable [] bias, float[] c) {
        FloatVector z0 = start(bias, j + 0 * LANES);
        FloatVector z1 = start(bias, j + 1 * LANES);
        FloatVector z2 = start(bias, j + 2 * LANES);
        FloatVector z3 = start(bias, j + 3 * LANES);
        FloatVector c00 = z0, c01 = z1, c02 = z2, c03 = z3;
        int q = i * rs;
        int o = j;
        for (int p = 0; p < k; p++, q += cs, o += n) {
            FloatVector b0 = FloatVector.fromArray(SPECIES, b, o + 0 * LANES);
            FloatVector b1 = FloatVector.fromArray(SPECIES, b, o + 1 * LANES);
            FloatVector b2 = FloatVector.fromArray(SPECIES, b, o + 2 * LANES);
            FloatVector b3 = FloatVector.fromArray(SPECIES, b, o + 3 * LANES);
            FloatVector a0 = FloatVector.broadcast(SPECIES, a[q + 0 * rs]);
            c00 = a0.fma(b0, c00);
            c01 = a0.fma(b1, c01);
            c02 = a0.fma(b2, c02);
            c03 = a0.fma(b3, c03);
        }
        c00.intoArray(c, (i + 0) * n + j + 0 * LANES);
        c01.intoArray(c, (i + 0) * n + j + 1 * LANES);
        c02.intoArray(c, (i + 0) * n + j + 2 * LANES);
        c03.intoArray(c, (i + 0) * n + j + 3 * LANES);
    }

    private static void block6x2(
            int i, int j, int n, int k, float[] a, int rs, int cs, float[] b, float @Nullable [] bias, float[] c) {
        FloatVector z0 = start(bias, j + 0 * LANES);
        FloatVector z1 = start(bias, j + 1 * LANES);
        FloatVector c00 = z0, c01 = z1;
        FloatVector c10 = z0, c11 = z1;
        FloatVector c20 = z0, c21 = z1;
        FloatVector c30 = z0, c31 = z1;
        FloatVector c40 = z0, c41 = z1;
        FloatVector c50 = z0, c51 = z1;
        int q = i * rs;
        int o = j;
        for (int p = 0; p < k; p++, q += cs, o += n) {
            FloatVector b0 = FloatVector.fromArray(SPECIES, b, o + 0 * LANES);
            FloatVector b1 = FloatVector.fromArray(SPECIES, b, o + 1 * LANES);
            FloatVector a0 = FloatVector.broadcast(SPECIES, a[q + 0 * rs]);
            c00 = a0.fma(b0, c00);
            c01 = a0.fma(b1, c01);
            FloatVector a1 = FloatVector.broadcast(SPECIES, a[q + 1 * rs]);
            c10 = a1.fma(b0, c10);
            c11 = a1.fma(b1, c11);
            FloatVector a2 = FloatVector.broadcast(SPECIES, a[q + 2 * rs]);
            c20 = a2.fma(b0, c20);
            c21 = a2.fma(b1, c21);
            FloatVector a3 = FloatVector.broadcast(SPECIES, a[q + 3 * rs]);
            c30 = a3.fma(b0, c30);
            c31 = a3.fma(b1, c31);
            FloatVector a4 = FloatVector.broadcast(SPECIES, a[q + 4 * rs]);
            c40 = a4.fma(b0, c40);
            c41 = a4.fma(b1, c41);
            FloatVector a5 = FloatVector.broadcast(SPECIES, a[q + 5 * rs]);
            c50 = a5.fma(b0, c50);
            c51 = a5.fma(b1, c51);
        }
        c00.intoArray(c, (i + 0) * n + j + 0 * LANES);
        c01.intoArray(c, (i + 0) * n + j + 1 * LANES);
        c10.intoArray(c, (i + 1) * n + j + 0 * LANES);
        c11.intoArray(c, (i + 1) * n + j + 1 * LANES);
        c20.intoArray(c, (i + 2) * n + j + 0 * LANES);
        c21.intoArray(c, (i + 2) * n + j + 1 * LANES);
        c30.intoArray(c, (i + 3) * n + j + 0 * LANES);
        c31.intoArray(c, (i + 3) * n + j + 1 * LANES);
        c40.intoArray(c, (i + 4) * n + j + 0 * LANES);
        c41.intoArray(c, (i + 4) * n + j + 1 * LANES);
        c50.intoArray(c, (i + 5) * n + j + 0 * LANES);
        c51.intoArray(c, (i + 5) * n + j + 1 * LANES);
    }

    private static void block1x2(
            int i, int j, int n, int k, float[] a, int rs, int cs, float[] b, float @Nullable [] bias, float[] c) {
        FloatVector z0 = start(bias, j + 0 * LANES);
        FloatVector z1 = start(bias, j + 1 * LANES);
        FloatVector c00 = z0, c01 = z1;
        int q = i * rs;
        int o = j;
        for (int p = 0; p < k; p++, q += cs, o += n) {
            FloatVector b0 = FloatVector.fromArray(SPECIES, b, o + 0 * LANES);
            FloatVector b1 = FloatVector.fromArray(SPECIES, b, o + 1 * LANES);
            FloatVector a0 = FloatVector.broadcast(SPECIES, a[q + 0 * rs]);
            c00 = a0.fma(b0, c00);
            c01 = a0.fma(b1, c01);
        }
        c00.intoArray(c, (i + 0) * n + j + 0 * LANES);
        c01.intoArray(c, (i + 0) * n + j + 1 * LANES);
    }

    private static void block8x1(
            int i, int j, int n, int k, float[] a, int rs, int cs, float[] b, float @Nullable [] bias, float[] c) {
        FloatVector z0 = start(bias, j + 0 * LANES);
        FloatVector c00 = z0;
        FloatVector c10 = z0;
        FloatVector c20 = z0;
        FloatVector c30 = z0;
        FloatVector c40 = z0;
        FloatVector c50 = z0;
        FloatVector c60 = z0;
        FloatVector c70 = z0;
        int q = i * rs;
        int o = j;
        for (int p = 0; p < k; p++, q += cs, o += n) {
            FloatVector b0 = FloatVector.fromArray(SPECIES, b, o + 0 * LANES);
            FloatVector a0 = FloatVector.broadcast(SPECIES, a[q + 0 * rs]);
            c00 = a0.fma(b0, c00);
            FloatVector a1 = FloatVector.broadcast(SPECIES, a[q + 1 * rs]);
            c10 = a1.fma(b0, c10);
            FloatVector a2 = FloatVector.broadcast(SPECIES, a[q + 2 * rs]);
            c20 = a2.fma(b0, c20);
            FloatVector a3 = FloatVector.broadcast(SPECIES, a[q + 3 * rs]);
            c30 = a3.fma(b0, c30);
            FloatVector a4 = FloatVector.broadcast(SPECIES, a[q + 4 * rs]);
            c40 = a4.fma(b0, c40);
            FloatVector a5 = FloatVector.broadcast(SPECIES, a[q + 5 * rs]);
            c50 = a5.fma(b0, c50);
            FloatVector a6 = FloatVector.broadcast(SPECIES, a[q + 6 * rs]);
            c60 = a6.fma(b0, c60);
            FloatVector a7 = FloatVector.broadcast(SPECIES, a[q + 7 * rs]);
            c70 = a7.fma(b0, c70);
        }
        c00.intoArray(c, (i + 0) * n + j + 0 * LANES);
        c10.intoArray(c, (i + 1) * n + j + 0 * LANES);
        c20.intoArray(c, (i + 2) * n + j + 0 * LANES);
        c30.intoArray(c, (i + 3) * n + j + 0 * LANES);
        c40.intoArray(c, (i + 4) * n + j + 0 * LANES);
        c50.intoArray(c, (i + 5) * n + j + 0 * LANES);
        c60.intoArray(c, (i + 6) * n + j + 0 * LANES);
        c70.intoArray(c, (i + 7) * n + j + 0 * LANES);
    }

    private static void block1x1(
            int i, int j, int n, int k, float[] a, int rs, int cs, float[] b, float @Nullable [] bias, float[] c) {
        FloatVector z0 = start(bias, j + 0 * LANES);
        FloatVector c00 = z0;
        int q = i * rs;
        int o = j;
        for (int p = 0; p < k; p++, q += cs, o += n) {
            FloatVector b0 = FloatVector.fromArray(SPECIES, b, o + 0 * LANES);
            FloatVector a0 = FloatVector.broadcast(SPECIES, a[q + 0 * rs]);
            c00 = a0.fma(b0, c00);
        }
        c00.intoArray(c, (i + 0) * n + j + 0 * LANES);
    }

    @Override
    public void relu(float[] x, int n) {
        for (int i = 0; i < n; i += LANES) {
            FloatVector.fromArray(SPECIES, x, i).max(0f).intoArray(x, i);
        }
    }

    @Override
    public void reluGradient(float[] gradient, float[] activation, int n) {
        for (int i = 0; i < n; i += LANES) {
            VectorMask<Float> active =
                    FloatVector.fromArray(SPECIES, activation, i).compare(VectorOperators.GT, 0f);
            FloatVector.zero(SPECIES)
                    .blend(FloatVector.fromArray(SPECIES, gradient, i), active)
                    .intoArray(gradient, i);
        }
    }

    @Override
    public void columnSums(float[] a, int rows, int columns, float[] sums) {
        for (int j = 0; j < columns; j += LANES) {
            FloatVector sum = FloatVector.zero(SPECIES);
            for (int i = 0, o = j; i < rows; i++, o += columns) {
                sum = sum.add(FloatVector.fromArray(SPECIES, a, o));
            }
            sum.intoArray(sums, j);
        }
    }

    @Override
    public void adam(float[] w, float[] gradient, float[] m, float[] v, float rate, float correction) {
        for (int i = 0; i < w.length; i += LANES) {
            FloatVector g = FloatVector.fromArray(SPECIES, gradient, i);
            FloatVector mean = FloatVector.fromArray(SPECIES, m, i).mul(0.9f).add(g.mul(0.1f));
            FloatVector square = FloatVector.fromArray(SPECIES, v, i)
                    .mul(0.999f)
                    .add(g.mul(g).mul(0.001f));
            mean.intoArray(m, i);
            square.intoArray(v, i);
            FloatVector step = mean.mul(rate).div(square.sqrt().mul(correction).add(1e-8f));
            FloatVector.fromArray(SPECIES, w, i).sub(step).intoArray(w, i);
        }
    }

    private static FloatVector at(float[] x, int i) {
        return FloatVector.fromArray(SPECIES, x, i);
    }

    @Override
    public void leakyRelu(float[] x, int n, float slope) {
        for (int i = 0; i < n; i += LANES) {
            FloatVector value = at(x, i);
            value.max(value.mul(slope)).intoArray(x, i);
        }
    }

    @Override
    public void leakyReluGradient(float[] gradient, float[] activation, int n, float slope) {
        for (int i = 0; i < n; i += LANES) {
            VectorMask<Float> active = at(activation, i).compare(VectorOperators.GT, 0f);
            FloatVector g = at(gradient, i);
            g.mul(slope).blend(g, active).intoArray(gradient, i);
        }
    }

    @Override
    public void tanh(float[] x, int n) {
        for (int i = 0; i < n; i += LANES) {
            FloatVector c = at(x, i).min(Tanh.LIMIT).max(-Tanh.LIMIT);
            FloatVector s = c.mul(c);
            FloatVector p = FloatVector.broadcast(SPECIES, Tanh.A13);
            p = p.fma(s, FloatVector.broadcast(SPECIES, Tanh.A11));
            p = p.fma(s, FloatVector.broadcast(SPECIES, Tanh.A9));
            p = p.fma(s, FloatVector.broadcast(SPECIES, Tanh.A7));
            p = p.fma(s, FloatVector.broadcast(SPECIES, Tanh.A5));
            p = p.fma(s, FloatVector.broadcast(SPECIES, Tanh.A3));
            p = p.fma(s, FloatVector.broadcast(SPECIES, Tanh.A1)).mul(c);
            FloatVector q = FloatVector.broadcast(SPECIES, Tanh.B6);
            q = q.fma(s, FloatVector.broadcast(SPECIES, Tanh.B4));
            q = q.fma(s, FloatVector.broadcast(SPECIES, Tanh.B2));
            q = q.fma(s, FloatVector.broadcast(SPECIES, Tanh.B0));
            p.div(q).intoArray(x, i);
        }
    }

    @Override
    public void tanhGradient(float[] gradient, float[] activation, int n) {
        FloatVector one = FloatVector.broadcast(SPECIES, 1f);
        for (int i = 0; i < n; i += LANES) {
            FloatVector a = at(activation, i);
            at(gradient, i).mul(a.neg().fma(a, one)).intoArray(gradient, i);
        }
    }

    @Override
    public void rmsProp(float[] w, float[] gradient, float[] v, float rate, float keep) {
        float rest = 1f - keep;
        for (int i = 0; i < w.length; i += LANES) {
            FloatVector g = at(gradient, i);
            FloatVector square = at(v, i).mul(keep).add(g.mul(g).mul(rest));
            square.intoArray(v, i);
            at(w, i).sub(g.mul(rate).div(square.sqrt().add(1e-8f))).intoArray(w, i);
        }
    }

    @Override
    public void addScaled(float[] y, float factor, float[] x, int n) {
        FloatVector f = FloatVector.broadcast(SPECIES, factor);
        for (int i = 0; i < n; i += LANES) {
            f.fma(at(x, i), at(y, i)).intoArray(y, i);
        }
    }

    @Override
    public void scaleAndAdd(float[] y, float factor, float[] x, int n) {
        FloatVector f = FloatVector.broadcast(SPECIES, factor);
        for (int i = 0; i < n; i += LANES) {
            f.fma(at(y, i), at(x, i)).intoArray(y, i);
        }
    }

    @Override
    public void scale(float[] x, float factor, int n) {
        for (int i = 0; i < n; i += LANES) {
            at(x, i).mul(factor).intoArray(x, i);
        }
    }

    @Override
    public void approach(float[] y, float rate, float[] x, int n) {
        FloatVector r = FloatVector.broadcast(SPECIES, rate);
        for (int i = 0; i < n; i += LANES) {
            FloatVector from = at(y, i);
            r.fma(at(x, i).sub(from), from).intoArray(y, i);
        }
    }

    @Override
    public void addSquares(float[] x, int n, float[] partial) {
        for (int place = 0; place < PADDING; place += LANES) {
            FloatVector sum = at(partial, place);
            for (int i = place; i < n; i += PADDING) {
                FloatVector value = at(x, i);
                sum = value.fma(value, sum);
            }
            sum.intoArray(partial, place);
        }
    }

    @Override
    public void addAbsolutes(float[] x, int n, float[] partial) {
        for (int place = 0; place < PADDING; place += LANES) {
            FloatVector sum = at(partial, place);
            for (int i = place; i < n; i += PADDING) {
                sum = sum.add(at(x, i).abs());
            }
            sum.intoArray(partial, place);
        }
    }
}
