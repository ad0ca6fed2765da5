package dev.weir.ops.drift;

import dev.weir.evaluation.rollout.SampleRatio;
import dev.weir.rl.decision.UnitId;
import dev.weir.schemas.avro.Decision;
import dev.weir.schemas.avro.RolloutPhase;
import dev.weir.schemas.avro.RolloutState;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Whether units come to a rollout's arms as they were to. Each unit counts once: a set of hashes tells who was seen, and a unit whose
 * hash another had is left out, which favours no arm; when the set is three quarters full no more are counted.
 */
final class Split {
    static final double ALPHA = 0.001;

    private static final int BITS = 1 << 16;
    private static final int TEXT = 256;

    private SampleRatio ratio = new SampleRatio();
    private final long[] seen = new long[BITS / Long.SIZE];
    private int full;
    private @Nullable RolloutState state;
    private String rollout = "";

    /** Takes in where the rollout stands; returns the phase it was in. A rollout of another name begins anew. */
    @Nullable
    RolloutPhase state(RolloutState now) {
        RolloutPhase before = state == null ? null : state.getPhase();
        if (!now.getRollout().equals(rollout)) {
            ratio = new SampleRatio();
            Arrays.fill(seen, 0);
            full = 0;
            rollout = now.getRollout();
            before = null;
        }
        state = now;
        return before;
    }

    void take(Decision decision) {
        RolloutState now = state;
        if (now == null || now.getPhase() != RolloutPhase.RAMP || decision.getShare() == null || full > BITS / 4 * 3) {
            return;
        }
        Map<String, Double> shares = now.getShares();
        double challenger = shares.getOrDefault(now.getChallenger(), 0.0);
        double control = shares.getOrDefault(now.getControl(), 0.0);
        boolean one = decision.getVariant().equals(now.getChallenger());
        if (challenger <= 0 || control <= 0 || !one && !decision.getVariant().equals(now.getControl())) {
            return;
        }
        int bit = Math.floorMod((int) (new UnitId(decision.getUnit()).hash() >>> 20), BITS);
        if ((seen[bit / Long.SIZE] >>> (bit % Long.SIZE) & 1) == 0) {
            seen[bit / Long.SIZE] |= 1L << bit % Long.SIZE;
            full++;
            ratio.add(one, challenger / (challenger + control));
        }
    }

    boolean mismatch() {
        return ratio.mismatch(ALPHA);
    }

    double ratio() {
        return ratio.ratio();
    }

    String rollout() {
        return rollout;
    }

    /** The rollout whose ramp is under way; empty: none is. */
    String ramping() {
        return state != null && state.getPhase() == RolloutPhase.RAMP ? rollout : "";
    }

    int stateBytes() {
        return SampleRatio.BYTES + seen.length * Long.BYTES + 2 * Integer.BYTES + TEXT;
    }

    /** Without the state of the rollout itself, which the book keeps. */
    void save(ByteBuffer to) {
        ratio.write(to);
        for (long bits : seen) {
            to.putLong(bits);
        }
        byte[] name = rollout.getBytes(StandardCharsets.UTF_8);
        to.putInt(full).putInt(Math.min(TEXT, name.length)).put(name, 0, Math.min(TEXT, name.length));
    }

    void load(ByteBuffer from) {
        ratio.read(from);
        for (int i = 0; i < seen.length; i++) {
            seen[i] = from.getLong();
        }
        full = from.getInt();
        byte[] name = new byte[from.getInt()];
        from.get(name);
        rollout = new String(name, StandardCharsets.UTF_8);
    }
}
