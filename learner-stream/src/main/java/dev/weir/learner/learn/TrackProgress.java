package dev.weir.learner.learn;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;

/** How far a track has come: everything that its learner does not know of itself. Confined to one thread. */
final class TrackProgress {
    private static final int FORM = 2;

    /** Epoch of the versions; -1 before a problem file came. */
    int epoch = -1;
    /** Number of the next version. */
    long nextN;
    /** Transitions since the last publication. */
    long sincePublished;
    /** Offset of the problem file that began this epoch. */
    long firstOffset;
    /** Offset after the last record that was read. */
    long nextOffset;
    /** Time in the log: the greatest close of a transition or watermark so far. */
    long logTime;
    /** Time in the log at the last publication. */
    long publishedAt;
    /** Records that taught nothing and stand in dead-letters. */
    long refused;
    /** Transitions since the last full state on {@code checkpoints}. */
    long sinceCheckpoint;
    /** Pages of the whole state that this belongs to. */
    int pages;
    /** Content hash of the version before; "" before the first. */
    String parent = "";

    byte[] write() {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (DataOutputStream out = new DataOutputStream(bytes)) {
            out.writeInt(FORM);
            out.writeInt(epoch);
            for (long value : new long[] {
                nextN, sincePublished, firstOffset, nextOffset, logTime, publishedAt, refused, sinceCheckpoint
            }) {
                out.writeLong(value);
            }
            out.writeInt(pages);
            out.writeUTF(parent);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    static TrackProgress read(byte[] bytes) {
        TrackProgress p = new TrackProgress();
        try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes))) {
            int form = in.readInt();
            if (form != FORM) {
                throw new IllegalArgumentException("progress must have form " + FORM + ", had " + form);
            }
            p.epoch = in.readInt();
            p.nextN = in.readLong();
            p.sincePublished = in.readLong();
            p.firstOffset = in.readLong();
            p.nextOffset = in.readLong();
            p.logTime = in.readLong();
            p.publishedAt = in.readLong();
            p.refused = in.readLong();
            p.sinceCheckpoint = in.readLong();
            p.pages = in.readInt();
            p.parent = in.readUTF();
        } catch (IOException e) {
            throw new IllegalArgumentException("progress ends too early, after " + bytes.length + " bytes", e);
        }
        return p;
    }
}
