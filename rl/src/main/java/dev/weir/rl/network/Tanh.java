package dev.weir.rl.network;

/**
 * tanh in single precision as a ratio of polynomials, x·P(x²) / Q(x²) for |x| ≤ 9 (the coefficients of Eigen's
 * {@code generic_fast_tanh_float}), error below 4e-7: the same operations, and so the same bits, lane by lane and one by
 * one.
 */
final class Tanh {
    static final float LIMIT = 9f;
    static final float A1 = 4.89352455891786e-03f;
    static final float A3 = 6.37261928875436e-04f;
    static final float A5 = 1.48572235717979e-05f;
    static final float A7 = 5.12229709037114e-08f;
    static final float A9 = -8.60467152213735e-11f;
    static final float A11 = 2.00018790482477e-13f;
    static final float A13 = -2.76076847742355e-16f;
    static final float B0 = 4.89352518554385e-03f;
    static final float B2 = 2.26843463243900e-03f;
    static final float B4 = 1.18534705686654e-04f;
    static final float B6 = 1.19825839466702e-06f;

    private Tanh() {}

    static float of(float x) {
        float c = Math.max(Math.min(x, LIMIT), -LIMIT);
        float s = c * c;
        float p = Math.fma(A13, s, A11);
        p = Math.fma(p, s, A9);
        p = Math.fma(p, s, A7);
        p = Math.fma(p, s, A5);
        p = Math.fma(p, s, A3);
        p = Math.fma(p, s, A1) * c;
        float q = Math.fma(B6, s, B4);
        q = Math.fma(q, s, B2);
        q = Math.fma(q, s, B0);
        return p / q;
    }
}
