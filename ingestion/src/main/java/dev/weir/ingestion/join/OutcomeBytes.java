package dev.weir.ingestion.join;

import dev.weir.ingestion.keyed.KeyedId;
import dev.weir.ingestion.keyed.Present;
import dev.weir.schemas.avro.Outcome;
import dev.weir.schemas.wire.Codec;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/**
 * What the join needs of an outcome, read in place. Id, time and metrics stand together, exactly as a transition's
 * contribution has them: bytes {@code from} to {@code to} of the value are copied as they are.
 *
 * <p>A last observation stands from {@code observationFrom} to {@code observationTo}; where there is none they are equal.
 *
 * @param value the whole value, written with the present schema
 */
record OutcomeBytes(
        KeyedId decision,
        String outcomeId,
        long time,
        Map<String, Double> metrics,
        boolean activation,
        boolean episodeEnd,
        boolean truncated,
        byte[] value,
        int from,
        int to,
        int observationFrom,
        int observationTo) {
    private static final Codec<Outcome> CODEC = Codec.of(Outcome.class);

    /**
     * Reads an outcome.
     *
     * @throws Cursor.BrokenException     if the bytes are none
     * @throws Codec.UndecodableException if a former release's bytes are none
     */
    static OutcomeBytes read(byte[] value) {
        byte[] present = Present.OUTCOME.wrote(value) ? value : CODEC.encode(CODEC.decode(value));
        Cursor c = new Cursor(present, Present.BODY);
        c.skipText();
        KeyedId decision = c.at() == Present.BODY + 50 ? KeyedId.read(present, Present.BODY + 1) : null;
        if (decision == null) {
            throw new Cursor.BrokenException("no decision id");
        }
        int from = c.at();
        String outcomeId = c.text();
        long time = c.varLong();
        Map<String, Double> metrics = metrics(c);
        int to = c.at();
        boolean activation = c.truth();
        boolean episodeEnd = c.truth();
        boolean observed = c.present();
        int observationFrom = c.at();
        if (observed) {
            c.skipNumbers();
            c.skipTexts();
        }
        int observationTo = c.at();
        boolean truncated = c.truth();
        if (!c.atEnd()) {
            throw new Cursor.BrokenException("bytes after the end of an outcome");
        }
        return new OutcomeBytes(
                decision,
                outcomeId,
                time,
                metrics,
                activation,
                episodeEnd,
                truncated,
                present,
                from,
                to,
                observationFrom,
                observationTo);
    }

    /** True: it has a last observation. */
    boolean observed() {
        return observationTo > observationFrom;
    }

    /** Its last observation as Avro writes features. */
    byte[] observation() {
        return Arrays.copyOfRange(value, observationFrom, observationTo);
    }

    private static Map<String, Double> metrics(Cursor c) {
        Map<String, Double> metrics = Map.of();
        for (int n = c.block(); n > 0; n = c.block()) {
            if (metrics.isEmpty()) {
                metrics = new HashMap<>(8);
            }
            for (int i = 0; i < n; i++) {
                String name = c.text();
                metrics.put(name, c.number());
            }
        }
        return metrics;
    }
}
