package dev.weir.ingestion.rekey;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.ingestion.keyed.KeyedId;
import dev.weir.ingestion.keyed.Source;
import dev.weir.rl.decision.DecisionId;
import dev.weir.rl.decision.UnitId;
import dev.weir.schemas.avro.DeadLetter;
import dev.weir.schemas.avro.Outcome;
import dev.weir.schemas.avro.Tick;
import dev.weir.schemas.wire.Codec;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EnvelopeTest {
    private static final Codec<Outcome> OUTCOMES = Codec.of(Outcome.class);
    private static final Codec<DeadLetter> DEAD_LETTERS = Codec.of(DeadLetter.class);
    private static final Source FROM_OUTCOMES = new Source(false, 3, 44);
    private static final DecisionId ID = DecisionId.of(new UnitId("user-1"), "c");

    private static Envelope of(byte[] value) {
        return Envelope.of(FROM_OUTCOMES, "t.outcomes", 77, value, 5, null);
    }

    private static DeadLetter dead(byte[] value) {
        Envelope envelope = of(value);
        assertThat(envelope.to()).isEqualTo(3);
        return DEAD_LETTERS.decode(envelope.value());
    }

    @Test
    void passesAnOutcomeOnAsItCameUnderTheIdThatItsValueNames() {
        byte[] value = OUTCOMES.encode(new Outcome(ID.value(), "o", 5L, Map.of("r", 1.0), false, false, null, false));

        Envelope envelope = of(value);

        assertThat(envelope.value()).isSameAs(value);
        assertThat(envelope.to()).isEqualTo(UnitId.partition(new UnitId("user-1").hash(), 5));
    }

    @Test
    void readsJsonAndTakesTheRecordsStampForItsTime() {
        String json = "{\"unit\": \"user-1\", \"id\": \"c\", \"metrics\": {\"r\": 2}}";

        Envelope envelope = of(json.getBytes(StandardCharsets.UTF_8));

        Outcome outcome = OUTCOMES.decode(envelope.value());
        assertThat(outcome.getDecision()).isEqualTo(ID.value());
        assertThat(outcome.getTime()).isEqualTo(77);
        assertThat(envelope.to()).isEqualTo(UnitId.partition(ID.unitHash(), 5));
    }

    @Test
    void ticksGoToEveryJoiner() {
        Envelope envelope = of(Codec.of(Tick.class).encode(new Tick(9L, "s", null)));

        assertThat(envelope.to()).isEqualTo(Envelope.EVERY);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "{", "{\"decision\": 1}", "[]", "\u0001\u0002", "{\"metrics\": {\"r\": 1e999}}"})
    void whatIsNoOutcomeIsADeadLetterThatSaysWhereItStands(String text) {
        DeadLetter letter = dead(text.getBytes(StandardCharsets.ISO_8859_1));

        assertThat(letter.getReason()).isEqualTo(text.startsWith("{") ? "invalid" : "undecodable");
        assertThat(letter.getTopic()).isEqualTo("t.outcomes");
        assertThat(letter.getPartition()).isEqualTo(3);
        assertThat(letter.getOffset()).isEqualTo(44);
        assertThat(letter.getTime()).isEqualTo(77);
        assertThat(letter.getDetail()).isNotBlank();
    }

    @Test
    void refusesRecordsOfAnotherTypeTombstonesWrongIdsAndHugeValues() {
        DeadLetter other = new DeadLetter();
        other.setTopic("t");
        other.setReason("r");
        other.setDetail("d");
        other.setPayload(java.nio.ByteBuffer.allocate(0));
        assertThat(dead(DEAD_LETTERS.encode(other)).getReason()).isEqualTo("wrong-type");
        assertThat(dead(null).getReason()).isEqualTo("undecodable");
        byte[] wrongId = OUTCOMES.encode(new Outcome("no-id", "o", 5L, Map.of(), true, false, null, false));
        assertThat(dead(wrongId).getReason()).isEqualTo("invalid");

        DeadLetter huge = dead(new byte[1_000_000]);

        assertThat(huge.getReason()).isEqualTo("too-large");
        assertThat(huge.getCut()).isTrue();
        assertThat(huge.getPayload().remaining()).isEqualTo(64 * 1024);
    }

    @Test
    void idsAreReadAsTheyWereWritten() {
        byte[] text = ID.value().getBytes(StandardCharsets.UTF_8);
        KeyedId id = KeyedId.read(text, 0);
        assertThat(id.text()).isEqualTo(text);
        assertThat(id.unit()).isEqualTo(ID.unitHash());
        assertThat(id.low()).isEqualTo(ID.bits());
        text[20] = 'G';
        assertThat(KeyedId.read(text, 0)).isNull();
    }
}
