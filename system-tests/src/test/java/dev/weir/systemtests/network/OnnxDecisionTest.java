package dev.weir.systemtests.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.data.Offset.offset;

import ai.onnxruntime.OrtException;
import dev.weir.rl.network.DenseKernel;
import dev.weir.rl.network.Initializer;
import dev.weir.rl.network.Network;
import dev.weir.rl.network.Tape;
import org.junit.jupiter.api.Test;

class OnnxDecisionTest {
    @Test
    void thePeerComputesTheSameNetwork() throws OrtException {
        Network network = new Network(Shape.SMALL.network(), DenseKernel.best());
        Initializer.UNIFORM.fill(network, 1, 1);
        Tape tape = new Tape(Shape.SMALL.network(), 1);
        try (OnnxDecision peer = new OnnxDecision(network)) {
            for (int i = 0; i < 20; i++) {
                float[] state = Shape.random(Shape.SMALL.inputs(), i);
                network.forward(state, 1, tape);
                peer.best(state);
                for (int a = 0; a < Shape.SMALL.actions(); a++) {
                    assertThat(peer.value(a)).isEqualTo(tape.outputs()[a], offset(1e-5f));
                }
            }
        }
    }
}
