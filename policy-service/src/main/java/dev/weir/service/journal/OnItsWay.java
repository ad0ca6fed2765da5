package dev.weir.service.journal;

import java.io.IOException;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileChannel.MapMode;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * How many decisions are on their way to Kafka: a number in a mapped file, so that a process that was killed has left behind
 * how many it had not heard of. Safe for use by many threads.
 */
final class OnItsWay {
    private static final VarHandle LONG = MethodHandles.byteBufferViewVarHandle(long[].class, ByteOrder.nativeOrder());

    private final MappedByteBuffer mapped;
    private final long left;

    OnItsWay(Path file) throws IOException {
        try (FileChannel channel =
                FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
            mapped = channel.map(MapMode.READ_WRITE, 0, Long.BYTES);
        }
        left = get();
        LONG.setVolatile(mapped, 0, 0L);
    }

    /** How many a predecessor had not heard of when it ended; at most so many of its decisions are nowhere. */
    long left() {
        return left;
    }

    long get() {
        return (long) LONG.getVolatile(mapped, 0);
    }

    /** One more; how many there are then. */
    long more() {
        return (long) LONG.getAndAdd(mapped, 0, 1L) + 1;
    }

    /** One less. */
    void less() {
        LONG.getAndAdd(mapped, 0, -1L);
    }
}
