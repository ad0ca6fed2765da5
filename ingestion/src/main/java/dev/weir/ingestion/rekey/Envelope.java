package dev.weir.ingestion.rekey;

import dev.weir.ingestion.keyed.KeyedId;
import dev.weir.ingestion.keyed.Present;
import dev.weir.ingestion.keyed.Source;
import dev.weir.ingestion.keyed.Unusable;
import dev.weir.rl.decision.DecisionId;
import dev.weir.rl.decision.UnitId;
import dev.weir.schemas.avro.DeadLetter;
import dev.weir.schemas.avro.Decision;
import dev.weir.schemas.avro.Outcome;
import dev.weir.schemas.avro.Tick;
import dev.weir.schemas.wire.Codec;
import dev.weir.schemas.wire.Codec.UndecodableException;
import dev.weir.schemas.wire.FeatureReader;
import dev.weir.schemas.wire.OutcomeJson;
import dev.weir.schemas.wire.RecordType;
import dev.weir.schemas.wire.Refusal;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * What a record of {@code decisions} or {@code outcomes} becomes on {@code keyed}. Producers' keys and partitions are not
 * trusted: the id is read from the value, whose first field it is.
 *
 * @param to    joiner of the id's unit; {@link #EVERY} for ticks
 * @param value as it came, unless it was JSON or cannot be used
 */
record Envelope(int to, byte[] value) {
    static final int EVERY = -1;

    private static final Codec<Decision> DECISIONS = Codec.of(Decision.class);
    private static final Codec<Outcome> OUTCOMES = Codec.of(Outcome.class);
    private static final Codec<Tick> TICKS = Codec.of(Tick.class);
    private static final Codec<DeadLetter> DEAD_LETTERS = Codec.of(DeadLetter.class);
    /** The length of an id as Avro writes it, before the id. */
    private static final byte ID_LENGTH = 2 * 49;

    static Envelope of(
            Source source,
            String topic,
            long time,
            byte @Nullable [] value,
            int joiners,
            @Nullable FeatureReader observations) {
        if (value == null) {
            return dead(source, topic, time, null, "undecodable", "no value, expected a record", joiners);
        }
        if (value.length > Unusable.MAX_VALUE) {
            String detail = value.length + " bytes, expected at most " + Unusable.MAX_VALUE;
            return dead(source, topic, time, value, "too-large", detail, joiners);
        }
        RecordType type = RecordType.of(value);
        try {
            if (type == RecordType.TICK) {
                TICKS.decode(value);
                return new Envelope(EVERY, value);
            }
            if (type == (source.decisions() ? RecordType.DECISION : RecordType.OUTCOME)) {
                return record(source, topic, time, value, joiners);
            }
            if (type != null) {
                String detail = "was " + type + ", expected " + (source.decisions() ? "DECISION" : "OUTCOME");
                return dead(source, topic, time, value, "wrong-type", detail, joiners);
            }
            return source.decisions() || value.length > 0 && value[0] == (byte) 0xC3
                    ? dead(source, topic, time, value, "undecodable", "the bytes are no record of any release", joiners)
                    : json(source, topic, time, value, joiners, observations);
        } catch (UndecodableException e) {
            return dead(source, topic, time, value, "undecodable", String.valueOf(e.getMessage()), joiners);
        }
    }

    private static Envelope record(Source source, String topic, long time, byte[] value, int joiners) {
        KeyedId id;
        if ((source.decisions() ? Present.DECISION : Present.OUTCOME).wrote(value)) {
            int body = Present.BODY;
            id = value.length > body && value[body] == ID_LENGTH ? KeyedId.read(value, body + 1) : null;
        } else {
            id = id(
                    source.decisions()
                            ? DECISIONS.decode(value).getId()
                            : OUTCOMES.decode(value).getDecision());
        }
        if (id == null) {
            return dead(
                    source,
                    topic,
                    time,
                    value,
                    "invalid",
                    "no decision id: 16 hex digits, '-', 32 hex digits",
                    joiners);
        }
        return new Envelope(UnitId.partition(id.unit(), joiners), value);
    }

    private static Envelope json(
            Source source, String topic, long time, byte[] value, int joiners, @Nullable FeatureReader observations) {
        try {
            Outcome outcome = OutcomeJson.read(value, time, observations);
            long unit = new DecisionId(outcome.getDecision()).unitHash();
            return new Envelope(UnitId.partition(unit, joiners), OUTCOMES.encode(outcome));
        } catch (Refusal e) {
            String reason = value.length > 0 && value[0] == '{' ? "invalid" : "undecodable";
            return dead(source, topic, time, value, reason, String.valueOf(e.getMessage()), joiners);
        }
    }

    private static Envelope dead(
            Source source,
            String topic,
            long time,
            byte @Nullable [] value,
            String reason,
            String detail,
            int joiners) {
        DeadLetter letter = Unusable.of(topic, source, reason, detail, time, value);
        return new Envelope(source.partition() % joiners, DEAD_LETTERS.encode(letter));
    }

    private static @Nullable KeyedId id(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        return bytes.length == ID_LENGTH / 2 ? KeyedId.read(bytes, 0) : null;
    }
}
