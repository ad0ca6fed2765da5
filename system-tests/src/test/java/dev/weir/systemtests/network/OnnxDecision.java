package dev.weir.systemtests.network;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import dev.weir.rl.network.Network;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.util.Map;

/** The peer: the same network in ONNX Runtime on one thread, input and output in buffers that are used again. */
final class OnnxDecision implements AutoCloseable {
    private final OrtSession session;
    private final OnnxTensor input;
    private final OnnxTensor output;
    private final FloatBuffer x;
    private final FloatBuffer y;
    private final Map<String, OnnxTensor> inputs;
    private final Map<String, OnnxTensor> outputs;
    private final int actions;

    OnnxDecision(Network network) throws OrtException {
        OrtEnvironment environment = OrtEnvironment.getEnvironment();
        try (OrtSession.SessionOptions options = new OrtSession.SessionOptions()) {
            options.setIntraOpNumThreads(1);
            options.setInterOpNumThreads(1);
            options.setOptimizationLevel(OrtSession.SessionOptions.OptLevel.ALL_OPT);
            session = environment.createSession(OnnxModel.of(network), options);
        }
        actions = network.spec().outputs();
        x = room(network.spec().inputs());
        y = room(actions);
        input = OnnxTensor.createTensor(
                environment, x, new long[] {1, network.spec().inputs()});
        output = OnnxTensor.createTensor(environment, y, new long[] {1, actions});
        inputs = Map.of("x", input);
        outputs = Map.of("y", output);
    }

    private static FloatBuffer room(int floats) {
        return ByteBuffer.allocateDirect(floats * Float.BYTES)
                .order(ByteOrder.nativeOrder())
                .asFloatBuffer();
    }

    int best(float[] state) throws OrtException {
        x.put(0, state, 0, x.capacity());
        session.run(inputs, outputs).close();
        int best = 0;
        for (int a = 1; a < actions; a++) {
            best = y.get(a) > y.get(best) ? a : best;
        }
        return best;
    }

    float value(int action) {
        return y.get(action);
    }

    @Override
    public void close() throws OrtException {
        input.close();
        output.close();
        session.close();
    }
}
