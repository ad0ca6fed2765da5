package dev.weir.learner.learn;

import java.nio.ByteBuffer;

/** A track's whole state in one piece, as it stands on {@code checkpoints}: count of pages, then each with its length. */
public final class FullState {
    private FullState() {}

    /** The state in one piece. */
    public static byte[] of(TrackLearner learner) {
        int pages = learner.pages();
        byte[][] all = new byte[pages][];
        int bytes = Integer.BYTES;
        for (int i = 0; i < pages; i++) {
            all[i] = learner.page(i);
            bytes += Integer.BYTES + all[i].length;
        }
        ByteBuffer buffer = ByteBuffer.allocate(bytes).putInt(pages);
        for (byte[] page : all) {
            buffer.putInt(page.length).put(page);
        }
        return buffer.array();
    }

    /** Its pages again; {@code IllegalArgumentException} if the lengths do not fit. */
    public static byte[][] pages(byte[] state) {
        ByteBuffer buffer = ByteBuffer.wrap(state);
        int count = buffer.getInt();
        if (count < 2 || count > state.length) {
            throw new IllegalArgumentException("state must have at least 2 pages, claimed " + count);
        }
        byte[][] pages = new byte[count][];
        for (int i = 0; i < count; i++) {
            int length = buffer.getInt();
            if (length < 0 || length > buffer.remaining()) {
                throw new IllegalArgumentException("page " + i + " claims " + length + " of " + buffer.remaining());
            }
            pages[i] = new byte[length];
            buffer.get(pages[i]);
        }
        return pages;
    }
}
