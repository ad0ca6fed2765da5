package dev.weir.rl.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.weir.rl.random.CounterRandom;
import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Both passes, against finite differences and by every kernel. */
class NetworkTest {
    private static final int ROWS = 5;

    @ParameterizedTest
    @CsvSource({"RELU,false", "TANH,false", "LEAKY_RELU,false", "RELU,true", "TANH,true", "LEAKY_RELU,true"})
    void gradientsAreThoseOfFiniteDifferences(Activation activation, boolean layerNorm) {
        NetworkSpec spec = new NetworkSpec(3, new int[] {18, 7}, activation, layerNorm, 2);
        Network network = network(spec, DenseKernel.best());
        float[] batch = random(ROWS * 3, 2);
        Tape tape = new Tape(spec, ROWS);
        Gradients gradients = new Gradients(spec, DenseKernel.best());
        network.forward(batch, ROWS, tape);
        network.backward(tape, lossGradient(tape), gradients.arrays());

        float[][] parameters = network.parameters();
        for (int a = 0; a < parameters.length; a++) {
            int columns = spec.columns(a / 2);
            for (int i = 0; i < parameters[a].length; i++) {
                if (i % columns >= spec.width(a / 2) || i / columns >= (a % 2 == 1 ? 1 : spec.fanIn(a / 2))) {
                    assertThat(gradients.arrays()[a][i]).as("padding").isZero();
                    continue;
                }
                double expected = difference(network, parameters[a], i, batch);
                assertThat((double) gradients.arrays()[a][i])
                        .as("array %d place %d", a, i)
                        .isCloseTo(expected, within(2e-2 * Math.max(0.3, Math.abs(expected))));
            }
        }
    }

    /** Loss = Σ (j + 1) · y_ij · w_i: linear in the outputs, so single precision leaves three digits. */
    private static double loss(Network network, float[] batch) {
        Tape tape = new Tape(network.spec(), ROWS);
        network.forward(batch, ROWS, tape);
        double loss = 0;
        for (int i = 0; i < ROWS; i++) {
            for (int j = 0; j < 2; j++) {
                loss += (j + 1) * (double) tape.outputs()[i * tape.stride() + j];
            }
        }
        return loss;
    }

    private static float[] lossGradient(Tape tape) {
        float[] gradient = new float[ROWS * tape.stride()];
        for (int i = 0; i < ROWS; i++) {
            gradient[i * tape.stride()] = 1;
            gradient[i * tape.stride() + 1] = 2;
        }
        return gradient;
    }

    private static double difference(Network network, float[] array, int i, float[] batch) {
        float kept = array[i];
        float eps = 1e-3f;
        array[i] = kept + eps;
        double above = loss(network, batch);
        array[i] = kept - eps;
        double below = loss(network, batch);
        array[i] = kept;
        return (above - below) / (2 * eps);
    }

    @ParameterizedTest
    @CsvSource({"RELU,false", "TANH,false", "LEAKY_RELU,true"})
    void aHundredStepsHaveTheSameBitsOnEveryKernel(Activation activation, boolean layerNorm) {
        NetworkSpec spec = new NetworkSpec(5, new int[] {64, 20}, activation, layerNorm, 3);
        Network left = network(spec, DenseKernel.best());
        Network right = network(spec, DenseKernel.scalar());
        train(left, DenseKernel.best(), 100);
        train(right, DenseKernel.scalar(), 100);
        assertThat(left.parameters()).isDeepEqualTo(right.parameters());
        assertThat(left.finite()).isTrue();
    }

    private static void train(Network network, DenseKernel kernel, int steps) {
        NetworkSpec spec = network.spec();
        Tape tape = new Tape(spec, 13);
        Gradients gradients = new Gradients(spec, kernel);
        Optimizer[] all = {
            new Adam(spec, kernel, 1e-2f, 0.01f), new RmsProp(spec, kernel, 1e-3f, .99f), new Sgd(kernel, 1e-3f)
        };
        Obgd obgd = new Obgd(kernel, 1, 2);
        float[][] traces = spec.zeros();
        Network average = new Network(spec, kernel);
        for (int t = 0; t < steps; t++) {
            float[] batch = random(13 * spec.inputs(), t);
            network.forward(batch, 13, tape);
            float[] out = tape.outputs();
            for (int i = 0; i < 13; i++) {
                for (int j = 0; j < spec.outputs(); j++) {
                    out[i * tape.stride() + j] -= batch[i * spec.inputs()] * j;
                }
            }
            network.backward(tape, out, gradients.arrays());
            gradients.clip(5);
            if (t % 4 == 3) {
                obgd.trace(traces, 0.8f, gradients.arrays());
                obgd.step(network.parameters(), traces, -0.5f);
            } else {
                all[t % 4].step(network.parameters(), gradients.arrays());
            }
            average.average(network, 0.1f);
        }
        network.average(average, 0.5f);
    }

    @Test
    void tanhIsThatOfTheLibrary() {
        float[] x = new float[4096];
        for (int i = 0; i < x.length; i++) {
            x[i] = (i - 2048) / 150f;
        }
        float[] y = x.clone();
        DenseKernel.best().tanh(y, y.length);
        float[] twin = x.clone();
        DenseKernel.scalar().tanh(twin, y.length);
        assertThat(y).isEqualTo(twin);
        for (int i = 0; i < x.length; i++) {
            assertThat((double) y[i]).isCloseTo(StrictMath.tanh(x[i]), within(5e-7));
        }
        float[] nan = {Float.NaN, 1e30f, -1e30f, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0};
        DenseKernel.best().tanh(nan, 16);
        assertThat(nan[0]).isNaN();
        assertThat(nan[1]).isCloseTo(1f, within(1e-6f));
        assertThat(nan[2]).isCloseTo(-1f, within(1e-6f));
    }

    @Test
    void bytesReadBackAreTheSameNetwork() {
        NetworkSpec spec = new NetworkSpec(3, new int[] {18, 7}, Activation.RELU, false, 2);
        Network network = network(spec, DenseKernel.best());
        ByteBuffer bytes = ByteBuffer.allocate(network.bytes());
        network.write(bytes);
        assertThat(bytes.hasRemaining()).isFalse();
        Network read = new Network(spec, DenseKernel.scalar());
        read.read(bytes.flip());
        assertThat(read.parameters()).isDeepEqualTo(network.parameters());
    }

    @Test
    void orthogonalColumnsAreOrthogonal() {
        NetworkSpec spec = new NetworkSpec(20, new int[] {}, Activation.RELU, false, 8);
        Network network = new Network(spec, DenseKernel.best());
        Initializer.ORTHOGONAL.fill(network, 1, 3);
        float[] w = network.parameters()[0];
        for (int a = 0; a < 8; a++) {
            for (int b = 0; b < 8; b++) {
                double dot = 0;
                for (int i = 0; i < 20; i++) {
                    dot += w[i * 16 + a] * w[i * 16 + b];
                }
                assertThat(dot).isCloseTo(a == b ? 1 : 0, within(1e-6));
            }
        }
    }

    @Test
    void sparseWeightsAreNineTenthsZero() {
        NetworkSpec spec = new NetworkSpec(20, new int[] {}, Activation.RELU, false, 8);
        Network network = new Network(spec, DenseKernel.best());
        Initializer.SPARSE.fill(network, 1, 3);
        for (int j = 0; j < 8; j++) {
            int zeros = 0;
            for (int i = 0; i < 20; i++) {
                zeros += network.parameters()[0][i * 16 + j] == 0 ? 1 : 0;
            }
            assertThat(zeros).isEqualTo(18);
        }
    }

    @Test
    void gradientsTooLargeToSquareAreClippedAndInfiniteOnesRefused() {
        NetworkSpec spec = new NetworkSpec(1, new int[] {}, Activation.RELU, false, 1);
        Gradients gradients = new Gradients(spec, DenseKernel.best());
        gradients.arrays()[0][0] = 1e30f;
        gradients.clip(10);
        assertThat(gradients.arrays()[0][0]).isCloseTo(10f, within(1e-5f));
        gradients.arrays()[0][0] = Float.NaN;
        org.assertj.core.api.Assertions.assertThatThrownBy(() -> gradients.clip(10))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("not finite");
    }

    @Test
    void adamResumesWhereItStopped() {
        NetworkSpec spec = new NetworkSpec(1, new int[] {}, Activation.RELU, false, 1);
        Adam one = new Adam(spec, DenseKernel.best(), 0.1f);
        float[][] w = spec.zeros();
        float[][] g = spec.zeros();
        g[0][0] = 1;
        for (int i = 0; i < 5; i++) {
            one.step(w, g);
        }
        Adam two = new Adam(spec, DenseKernel.best(), 0.1f);
        for (int i = 0; i < one.memory().length; i++) {
            System.arraycopy(one.memory()[i], 0, two.memory()[i], 0, one.memory()[i].length);
        }
        two.resume(one.steps());
        float[][] w2 = {w[0].clone(), w[1].clone()};
        one.step(w, g);
        two.step(w2, g);
        assertThat(w2).isDeepEqualTo(w);
    }

    static Network network(NetworkSpec spec, DenseKernel kernel) {
        Network network = new Network(spec, kernel);
        Initializer.ORTHOGONAL.fill(network, 1, 7);
        return network;
    }

    private static float[] random(int n, long seed) {
        float[] x = new float[n];
        for (int i = 0; i < n; i++) {
            x[i] = (float) (2 * CounterRandom.uniform(seed, 0, i) - 1);
        }
        return x;
    }
}
