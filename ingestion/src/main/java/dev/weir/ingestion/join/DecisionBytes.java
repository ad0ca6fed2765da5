package dev.weir.ingestion.join;

import dev.weir.ingestion.keyed.KeyedId;
import dev.weir.ingestion.keyed.Present;
import dev.weir.schemas.avro.Decision;
import dev.weir.schemas.wire.Codec;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * What the join needs of a decision, read in place; the bytes themselves become the head of a transition. Every field is
 * passed over, so that bytes that cannot be read never reach the learner.
 *
 * @param stepped true: it says its step
 * @param value   the whole value, written with the present schema
 * @param problem what is wrong with what it says, or null
 */
record DecisionBytes(
        KeyedId id,
        long time,
        boolean stepped,
        long step,
        boolean deferred,
        long requestHash,
        byte[] value,
        @Nullable String problem) {
    private static final Codec<Decision> CODEC = Codec.of(Decision.class);
    private static final double SUM_TOLERANCE = 1e-9;

    /**
     * Reads a decision.
     *
     * @param actions how many actions the problem declares; 0: they come with the decision
     * @throws Cursor.BrokenException      if the bytes are none
     * @throws Codec.UndecodableException  if a former release's bytes are none
     */
    static DecisionBytes read(byte[] value, int actions) {
        byte[] present = Present.DECISION.wrote(value) ? value : CODEC.encode(CODEC.decode(value));
        Cursor c = new Cursor(present, Present.BODY);
        c.skipText();
        KeyedId id = c.at() == Present.BODY + 50 ? KeyedId.read(present, Present.BODY + 1) : null;
        if (id == null) {
            throw new Cursor.BrokenException("no decision id");
        }
        long time = c.varLong();
        c.skipText(); // unit
        optionalText(c); // callerId
        boolean stepped = c.present();
        long step = stepped ? c.varLong() : 0;
        int actionAt = c.at();
        c.skipText();
        boolean acted = c.at() > actionAt + 1;
        double propensity = c.number();
        Pmf pmf = Pmf.read(c);
        features(c);
        int offered = c.present() ? candidates(c) : actions;
        int allowed = c.present() ? integers(c) : offered;
        c.varLong(); // featureSchema
        c.skipText(); // problemHash
        c.skipText(); // variant
        if (c.present()) {
            c.varInt(); // bucket
        }
        if (c.present()) {
            c.number(); // share
        }
        optionalText(c); // track
        c.varInt(); // epoch
        c.varLong(); // version
        c.varLong(); // seed
        optionalText(c); // fallback
        c.truth(); // limited
        if (c.present()) {
            c.number(); // limitMax
        }
        optionalText(c); // baselineAction
        boolean deferred = c.truth();
        boolean elsewhere = c.truth();
        long requestHash = c.varLong();
        if (c.present()) {
            shadow(c);
        }
        if (!c.atEnd()) {
            throw new Cursor.BrokenException("bytes after the end of a decision");
        }
        String problem = !acted
                ? "action: was empty, expected an action's id"
                : wrong(time, propensity, pmf, allowed, elsewhere);
        return new DecisionBytes(id, time, stepped, step, deferred, requestHash, present, problem);
    }

    /** The situation within a decision that was read before. */
    static byte[] situation(byte[] present) {
        Cursor c = new Cursor(present, Present.BODY);
        c.skipText(); // id
        c.varLong(); // time
        c.skipText(); // unit
        optionalText(c); // callerId
        if (c.present()) {
            c.varLong(); // step
        }
        c.skipText(); // action
        c.number(); // propensity
        c.skipNumbers(); // pmf
        int from = c.at();
        features(c);
        if (c.present()) {
            candidates(c);
        }
        if (c.present()) {
            integers(c);
        }
        return Arrays.copyOfRange(present, from, c.at());
    }

    private static @Nullable String wrong(long time, double propensity, Pmf pmf, int allowed, boolean elsewhere) {
        if (!Times.usable(time)) {
            return "time: was " + time + ", expected " + Times.EXPECTED;
        }
        if (!(propensity > 0 && propensity <= 1)) {
            return "propensity: was " + propensity + ", expected (0, 1]";
        }
        if (elsewhere && pmf.size() == 0) {
            return null; // whoever decided told what was chosen, not what else might have been
        }
        if (pmf.size() != allowed) {
            return "pmf: was of " + pmf.size() + ", expected one probability for each of " + allowed
                    + " allowed actions";
        }
        if (pmf.improper() || !(Math.abs(pmf.sum() - 1) <= SUM_TOLERANCE)) {
            return "pmf: had the sum " + pmf.sum() + ", expected finite numbers from 0 that sum to 1";
        }
        return null;
    }

    private static void optionalText(Cursor c) {
        if (c.present()) {
            c.skipText();
        }
    }

    private static void shadow(Cursor c) {
        c.skipText(); // salt
        c.skipText(); // variant
        c.skipText(); // action
        c.skipText(); // greedy
        c.skipNumbers(); // pmf
        c.number(); // expected
        c.number(); // expectedOfServed
        optionalText(c); // track
        c.varInt(); // epoch
        c.varLong(); // version
    }

    private static void features(Cursor c) {
        c.skipNumbers();
        c.skipTexts();
    }

    private static int candidates(Cursor c) {
        int all = 0;
        for (int n = c.block(); n > 0; n = c.block()) {
            for (int i = 0; i < n; i++) {
                c.skipText();
                features(c);
            }
            all += n;
        }
        return all;
    }

    private static int integers(Cursor c) {
        int all = 0;
        for (int n = c.block(); n > 0; n = c.block()) {
            for (int i = 0; i < n; i++) {
                c.varInt();
            }
            all += n;
        }
        return all;
    }
}
