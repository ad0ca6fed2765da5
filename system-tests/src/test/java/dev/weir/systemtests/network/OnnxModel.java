package dev.weir.systemtests.network;

import dev.weir.rl.network.Network;
import dev.weir.rl.network.NetworkSpec;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/** A network as an ONNX model for one row, written field by field (onnx.proto): Gemm and Relu, from "x" to "y". */
final class OnnxModel {
    private static final int FLOAT = 1;
    private static final int IR_VERSION = 8;
    private static final int OPERATORS = 13;

    private OnnxModel() {}

    static byte[] of(Network network) {
        NetworkSpec spec = network.spec();
        Message graph = new Message();
        String from = "x";
        for (int l = 0; l < spec.layers(); l++) {
            boolean last = l == spec.layers() - 1;
            String to = last ? "y" : "z" + l;
            graph.message(1, node("Gemm", to, from, "w" + l, "b" + l));
            if (!last) {
                graph.message(1, node("Relu", "a" + l, to));
            }
            from = "a" + l;
        }
        graph.text(2, "mlp");
        for (int l = 0; l < spec.layers(); l++) {
            float[][] parameters = network.parameters();
            graph.message(5, tensor("w" + l, spec, l, parameters[2 * l], spec.fanIn(l)));
            graph.message(5, tensor("b" + l, spec, l, parameters[2 * l + 1], 0));
        }
        graph.message(11, value("x", spec.inputs()));
        graph.message(12, value("y", spec.outputs()));
        Message operators = new Message().text(1, "").number(2, OPERATORS);
        return new Message()
                .number(1, IR_VERSION)
                .message(7, graph)
                .message(8, operators)
                .bytes();
    }

    private static Message node(String operator, String output, String... inputs) {
        Message node = new Message();
        for (String input : inputs) {
            node.text(1, input);
        }
        return node.text(2, output).text(4, operator);
    }

    /** Rows 0: a bias of one dimension. */
    private static Message tensor(String name, NetworkSpec spec, int layer, float[] from, int rows) {
        int width = spec.width(layer);
        ByteBuffer raw = ByteBuffer.allocate(Math.max(1, rows) * width * Float.BYTES);
        raw.order(ByteOrder.LITTLE_ENDIAN);
        for (int i = 0; i < Math.max(1, rows); i++) {
            raw.asFloatBuffer().put(from, i * spec.columns(layer), width);
            raw.position(raw.position() + width * Float.BYTES);
        }
        Message tensor = new Message();
        if (rows > 0) {
            tensor.number(1, rows);
        }
        return tensor.number(1, width).number(2, FLOAT).text(8, name).bytes(9, raw.array());
    }

    private static Message value(String name, int columns) {
        Message shape =
                new Message().message(1, new Message().number(1, 1)).message(1, new Message().number(1, columns));
        Message type = new Message().message(1, new Message().number(1, FLOAT).message(2, shape));
        return new Message().text(1, name).message(2, type);
    }

    /** A protocol-buffer message being written. */
    private static final class Message {
        private final ByteArrayOutputStream out = new ByteArrayOutputStream();

        Message number(int field, long value) {
            varint(field << 3);
            varint(value);
            return this;
        }

        Message text(int field, String value) {
            return bytes(field, value.getBytes(StandardCharsets.UTF_8));
        }

        Message message(int field, Message value) {
            return bytes(field, value.bytes());
        }

        Message bytes(int field, byte[] value) {
            varint(field << 3 | 2);
            varint(value.length);
            out.writeBytes(value);
            return this;
        }

        byte[] bytes() {
            return out.toByteArray();
        }

        private void varint(long value) {
            long rest = value;
            for (; rest >= 0x80; rest >>>= 7) {
                out.write((int) (rest & 0x7f | 0x80));
            }
            out.write((int) rest);
        }
    }
}
