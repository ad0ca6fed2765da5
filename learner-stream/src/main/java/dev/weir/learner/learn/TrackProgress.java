package dev.weir.learner.learn;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Arrays;

/** How far a track has come: everything that its learner does not know of itself. Confined to one thread. */
final class TrackProgress {
    private static final int FORM = 3;

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
    /** Whether a person told the learner to leave out what comes. */
    boolean paused;
    /** Transitions that came meanwhile. */
    long leftOut;
    /** Offsets of this epoch that rewinds leave out: from, to before, from, to before, … */
    long[] skipped = {};
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
            out.writeBoolean(paused);
            out.writeLong(leftOut);
            out.writeInt(skipped.length);
            for (long offset : skipped) {
                out.writeLong(offset);
            }
            out.writeInt(pages);
            out.writeUTF(parent);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    /** Whether a rewind leaves this offset out. */
    boolean skips(long offset) {
        for (int i = 0; i < skipped.length; i += 2) {
            if (skipped[i] <= offset && offset < skipped[i + 1]) {
                return true;
            }
        }
        return false;
    }

    /** Leaves out offsets from one to before another. */
    void skip(long from, long to) {
        skipped = Arrays.copyOf(skipped, skipped.length + 2);
        skipped[skipped.length - 2] = from;
        skipped[skipped.length - 1] = to;
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
            p.paused = in.readBoolean();
            p.leftOut = in.readLong();
            int offsets = in.readInt();
            if (offsets < 0 || offsets > bytes.length / Long.BYTES) {
                throw new IllegalArgumentException("progress claims " + offsets + " offsets");
            }
            p.skipped = new long[offsets];
            for (int i = 0; i < offsets; i++) {
                p.skipped[i] = in.readLong();
            }
            p.pages = in.readInt();
            p.parent = in.readUTF();
        } catch (IOException e) {
            throw new IllegalArgumentException("progress ends too early, after " + bytes.length + " bytes", e);
        }
        return p;
    }
}
