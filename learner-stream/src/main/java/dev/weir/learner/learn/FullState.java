package dev.weir.learner.learn;

import dev.weir.learner.publish.Publication;
import dev.weir.rl.learn.SavedPages;
import java.io.ByteArrayInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.SequenceInputStream;
import java.nio.ByteBuffer;
import java.util.Collections;
import java.util.List;

/**
 * A track's whole state as it stands on {@code checkpoints}: count of pages, then each with its length, cut into chunks of
 * at most {@link Publication#CHUNK_BYTES}. A chunk at a time, for a state may be larger than memory.
 */
public final class FullState {
    private FullState() {}

    /** Takes the chunks of a state in order. */
    public interface Chunks {
        void chunk(int index, int count, byte[] data);
    }

    /** Cuts the state as it is now. */
    public static void cut(TrackLearner learner, Chunks to) {
        int pages = learner.pages();
        long bytes = Integer.BYTES;
        for (int i = 0; i < pages; i++) {
            bytes += Integer.BYTES + learner.page(i).length;
        }
        Cutter cutter = new Cutter(Publication.chunks(bytes), to);
        cutter.add(number(pages));
        for (int i = 0; i < pages; i++) {
            byte[] page = learner.page(i);
            cutter.add(number(page.length));
            cutter.add(page);
        }
        cutter.flush();
    }

    private static byte[] number(int value) {
        return ByteBuffer.allocate(Integer.BYTES).putInt(value).array();
    }

    /** Fills chunks to the brim. */
    private static final class Cutter {
        private final int count;
        private final Chunks to;
        private ByteBuffer open = ByteBuffer.allocate(Publication.CHUNK_BYTES);
        private int index;

        private Cutter(int count, Chunks to) {
            this.count = count;
            this.to = to;
        }

        private void add(byte[] bytes) {
            for (int at = 0; at < bytes.length; ) {
                int n = Math.min(open.remaining(), bytes.length - at);
                open.put(bytes, at, n);
                at += n;
                if (!open.hasRemaining()) {
                    flush();
                }
            }
        }

        private void flush() {
            if (open.position() > 0) {
                byte[] data = new byte[open.flip().remaining()];
                open.get(data);
                open.clear();
                to.chunk(index++, count, data);
            }
        }
    }

    /**
     * Its pages again.
     *
     * @throws IllegalArgumentException if the lengths do not fit
     */
    public static SavedPages pages(List<byte[]> chunks) {
        try (DataInputStream in = new DataInputStream(new SequenceInputStream(Collections.enumeration(
                chunks.stream().map(ByteArrayInputStream::new).toList())))) {
            int count = in.readInt();
            if (count < 2) {
                throw new IllegalArgumentException("state must have at least 2 pages, claimed " + count);
            }
            byte[][] pages = new byte[count][];
            for (int i = 0; i < count; i++) {
                int length = in.readInt();
                pages[i] = in.readNBytes(Math.max(0, length));
                if (pages[i].length != length) {
                    throw new IllegalArgumentException(
                            "page " + i + " claims " + length + " bytes, had " + pages[i].length);
                }
            }
            return SavedPages.of(pages);
        } catch (IOException e) {
            throw new IllegalArgumentException("state ends too early", e);
        }
    }
}
