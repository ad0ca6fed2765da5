package dev.weir.learner.network;

import java.util.HashMap;
import java.util.Map;
import org.bytedeco.javacpp.FloatPointer;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Matrices outside of the heap, one a shape, used again and again: a network has few shapes, and memory that ND4J gives
 * back waits for the garbage collector.
 */
final class NativeArrays {
    private final Map<Long, Room> rooms = new HashMap<>();

    /** A matrix and the address of its numbers, by columns. */
    private record Room(INDArray matrix, FloatPointer numbers) {}

    private Room of(int rows, int columns) {
        return rooms.computeIfAbsent((long) rows << 32 | columns, shape -> {
            long[] sizes = {rows, columns};
            INDArray matrix = Nd4j.createUninitializedDetached(DataType.FLOAT, 'f', sizes);
            return new Room(matrix, new FloatPointer(matrix.data().pointer()));
        });
    }

    /** The matrix of this shape, with whatever is in it. */
    INDArray room(int rows, int columns) {
        return of(rows, columns).matrix();
    }

    /** The matrix of this shape with these numbers. */
    INDArray filled(int rows, int columns, float[] from) {
        Room room = of(rows, columns);
        room.numbers().put(from, 0, rows * columns);
        return room.matrix();
    }

    /** Its numbers. */
    void read(int rows, int columns, float[] to) {
        of(rows, columns).numbers().get(to, 0, rows * columns);
    }
}
