package dev.weir.evaluation.model;

/** Solves A x = b for a symmetric positive definite A, in a fixed order of operations. */
final class Cholesky {
    private Cholesky() {}

    /**
     * Solves in place.
     *
     * @param a [d × d] its lower triangle is read, and replaced by the factor
     * @param b [d] replaced by the solution
     * @throws ArithmeticException if A is not positive definite
     */
    static void solve(double[] a, double[] b) {
        factorise(a, b.length);
        substitute(a, b);
    }

    /** Solves in place with the factor that {@link #factorise} left. */
    static void substitute(double[] a, double[] b) {
        int d = b.length;
        for (int i = 0; i < d; i++) {
            double sum = b[i];
            for (int j = 0; j < i; j++) {
                sum -= a[i * d + j] * b[j];
            }
            b[i] = sum / a[i * d + i];
        }
        for (int i = d - 1; i >= 0; i--) {
            b[i] /= a[i * d + i];
            for (int j = 0; j < i; j++) {
                b[j] -= a[i * d + j] * b[i];
            }
        }
    }

    /** Replaces the lower triangle of A by its factor. */
    static void factorise(double[] a, int d) {
        for (int i = 0; i < d; i++) {
            for (int j = 0; j <= i; j++) {
                double sum = a[i * d + j];
                for (int k = 0; k < j; k++) {
                    sum -= a[i * d + k] * a[j * d + k];
                }
                if (i == j && !(sum > 0)) {
                    throw new ArithmeticException(
                            "matrix must be positive definite, pivot " + i + " was " + sum + ": raise the ridge");
                }
                a[i * d + j] = i == j ? Math.sqrt(sum) : sum / a[j * d + j];
            }
        }
    }
}
