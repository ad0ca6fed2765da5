package dev.weir.ops.drift;

import dev.weir.evaluation.drift.Watch;
import dev.weir.evaluation.drift.WatchSettings;
import java.nio.ByteBuffer;

/** One watch with what it is for, and how far its alarm has come. Mutable. */
final class Watched {
    /** What is watched. */
    enum What {
        REWARD,
        CONTEXT,
        DISTANCE,
        POLICY,
        JOIN,
        DELAY
    }

    final What what;
    final String scope;
    final WatchSettings settings;
    final Watch watch;

    /** Scores since the alarm that were waited for, so that causes can be told apart; −1: no alarm is undecided. */
    int waited = -1;

    /** An alert of this watch is out. */
    boolean told;

    /** Changed since it was last saved. */
    boolean touched;

    Watched(What what, String scope, WatchSettings settings) {
        this.what = what;
        this.scope = scope;
        this.settings = settings;
        this.watch = new Watch(settings);
    }

    String key() {
        return "watch/" + what + "/" + scope;
    }

    /** Takes a number in; true if its shift is over. */
    boolean observe(double residual, double value, long time) {
        touched = true;
        Watch.Event event = watch.observe(residual, value, time);
        if (event == Watch.Event.SHIFTED) {
            waited = 0;
        } else if (waited >= 0) {
            waited++;
        }
        return event == Watch.Event.BACK;
    }

    /** An alarm about which nothing was said yet. */
    boolean undecided() {
        return watch.shifted() && waited >= 0 && !told;
    }

    void decided(boolean alert) {
        waited = -1;
        told = alert;
        touched = true;
    }

    /** Something else explains its shift. */
    void forgive() {
        if (watch.shifted() && !told) {
            watch.forgive();
            decided(false);
        }
    }

    /** What is, is normal. */
    void accept() {
        watch.accept();
        decided(false);
    }

    byte[] saved() {
        ByteBuffer out = ByteBuffer.allocate(watch.stateBytes() + Integer.BYTES + 1);
        watch.save(out);
        out.putInt(waited).put((byte) (told ? 1 : 0));
        touched = false;
        return out.array();
    }

    void load(byte[] saved) {
        ByteBuffer in = ByteBuffer.wrap(saved);
        watch.load(in);
        waited = in.getInt();
        told = in.get() == 1;
    }
}
