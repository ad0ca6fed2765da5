package dev.weir.systemtests.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.data.Offset.offset;

import dev.weir.rl.network.Activation;
import dev.weir.rl.network.DenseKernel;
import dev.weir.rl.network.Gradients;
import dev.weir.rl.network.Initializer;
import dev.weir.rl.network.KernelChoice;
import dev.weir.rl.network.Network;
import dev.weir.rl.network.NetworkSpec;
import dev.weir.rl.network.Tape;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Tolerance 1e-4: sums of at most 600 products of numbers below 1 in single precision, in another order. */
class Nd4jParityTest {
    private static final DenseKernel ND4J = KernelChoice.ND4J.kernel();

    @ParameterizedTest
    @ValueSource(strings = {"8-64-64-4x32", "5-17-17-3x7", "32-128-128-16x256", "1-16-16-1x1", "100-600-600-30x5"})
    void valuesAreThoseOfTheVectorKernel(String shape) {
        Pass own = new Pass(Shape.of(shape), DenseKernel.best());
        Pass nd4j = new Pass(Shape.of(shape), ND4J);

        same(nd4j.tape.outputs(), own.tape.outputs());
    }

    @ParameterizedTest
    @ValueSource(strings = {"8-64-64-4x32", "5-17-17-3x7", "32-128-128-16x256", "1-16-16-1x1", "100-600-600-30x5"})
    void gradientsAreThoseOfTheVectorKernel(String shape) {
        Pass own = new Pass(Shape.of(shape), DenseKernel.best());
        Pass nd4j = new Pass(Shape.of(shape), ND4J);

        for (int p = 0; p < own.gradients.length; p++) {
            same(nd4j.gradients[p], own.gradients[p]);
        }
    }

    private static void same(float[] actual, float[] expected) {
        assertThat(actual).hasSameSizeAs(expected);
        for (int i = 0; i < expected.length; i++) {
            assertThat(actual[i]).isEqualTo(expected[i], offset(1e-4f));
        }
    }

    /** One pass forward and back; tanh, whose slope does not jump. */
    private static final class Pass {
        final Tape tape;
        final float[][] gradients;

        Pass(Shape shape, DenseKernel kernel) {
            int[] hidden = {shape.hidden(), shape.hidden()};
            NetworkSpec spec = new NetworkSpec(shape.inputs(), hidden, Activation.TANH, false, shape.actions());
            Network network = new Network(spec, kernel);
            Initializer.UNIFORM.fill(network, 1, 1);
            tape = new Tape(spec, shape.batch());
            network.forward(Shape.random(shape.batch() * shape.inputs(), 1), shape.batch(), tape);
            float[] errors = new float[shape.batch() * tape.stride()];
            float[] wanted = Shape.random(shape.batch() * shape.actions(), 2);
            for (int i = 0; i < wanted.length; i++) {
                errors[i / shape.actions() * tape.stride() + i % shape.actions()] = wanted[i] / shape.batch();
            }
            gradients = new Gradients(spec, kernel).arrays();
            network.backward(tape, errors, gradients);
        }
    }
}
