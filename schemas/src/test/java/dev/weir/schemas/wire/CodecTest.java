package dev.weir.schemas.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weir.rl.decision.Situation;
import dev.weir.schemas.avro.Decision;
import dev.weir.schemas.avro.Outcome;
import dev.weir.schemas.avro.PolicyChunk;
import dev.weir.schemas.avro.Tick;
import dev.weir.schemas.avro.Transition;
import dev.weir.schemas.wire.Codec.UndecodableException;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Map;
import java.util.SplittableRandom;
import org.apache.avro.message.BinaryMessageDecoder;
import org.apache.avro.message.BinaryMessageEncoder;
import org.apache.avro.specific.SpecificData;
import org.junit.jupiter.api.Test;

class CodecTest {
    private static final Codec<Decision> DECISIONS = Codec.of(Decision.class);
    private static final Codec<Transition> TRANSITIONS = Codec.of(Transition.class);

    /** Avro's own encoder and decoder are the oracle. */
    @Test
    void writesAndReadsWhatAvroWritesAndReads() throws Exception {
        SpecificData data = SpecificData.getForClass(Transition.class);
        for (int seed = 0; seed < 50; seed++) {
            Transition record = Records.transition(seed);
            ByteBuffer theirs = new BinaryMessageEncoder<Transition>(data, Transition.getClassSchema()).encode(record);

            byte[] ours = TRANSITIONS.encode(record);

            assertThat(ours).isEqualTo(Arrays.copyOf(theirs.array(), theirs.limit()));
            assertThat(TRANSITIONS.decode(ours)).isEqualTo(record);
            assertThat(new BinaryMessageDecoder<Transition>(data, Transition.getClassSchema()).decode(ours))
                    .isEqualTo(record);
        }
    }

    @Test
    void writesTheSameBytesOfNumbersThatStandInAnArray() {
        for (int seed = 0; seed < 50; seed++) {
            Decision boxed = Records.decision(seed);
            Decision viewed = Records.decision(seed);
            Situation situation = Values.value(boxed.getSituation());
            viewed.setSituation(Values.record(situation));
            viewed.setPmf(Numbers.of(
                    boxed.getPmf().stream().mapToDouble(Double::doubleValue).toArray()));

            assertThat(DECISIONS.encode(viewed)).isEqualTo(DECISIONS.encode(boxed));
            assertThat(viewed).isEqualTo(boxed);
        }
    }

    @Test
    void writesTextOfAllKinds() {
        for (String text :
                new String[] {"", "plain", "grün", "Ā0", "😀 mixed ascii", "é".repeat(5000), "\u0000\u007f\u0080"}) {
            Decision decision = Records.decision(1);
            decision.setUnit(text);

            assertThat(DECISIONS.decode(DECISIONS.encode(decision)).getUnit()).isEqualTo(text);
        }
    }

    @Test
    void writesLargeBytesAndSmallOnesAfter() {
        Codec<PolicyChunk> codec = Codec.of(PolicyChunk.class);
        for (int size : new int[] {3_000_000, 10, 512 * 1024}) {
            byte[] data = new byte[size];
            new SplittableRandom(size).nextBytes(data);
            PolicyChunk chunk = new PolicyChunk("t", 1, 2L, 3, ByteBuffer.wrap(data));

            assertThat(codec.decode(codec.encode(chunk)).getData()).isEqualTo(ByteBuffer.wrap(data));
        }
    }

    @Test
    void tellsWhatAValueIsWithoutDecodingIt() {
        assertThat(RecordType.of(DECISIONS.encode(Records.decision(1)))).isEqualTo(RecordType.DECISION);
        assertThat(RecordType.of(TRANSITIONS.encode(Records.transition(1)))).isEqualTo(RecordType.TRANSITION);
        assertThat(RecordType.of(Codec.of(Tick.class).encode(new Tick(5L, "s", null))))
                .isEqualTo(RecordType.TICK);
        assertThat(RecordType.of(new byte[0])).isNull();
        assertThat(RecordType.of(new byte[] {(byte) 0xC3, 1, 0, 0, 0, 0, 0, 0, 0, 0}))
                .isNull();
        assertThat(RecordType.of("{\"decision\": 1}".getBytes())).isNull();
    }

    @Test
    void refusesGarbageInEveryForm() {
        byte[] good = DECISIONS.encode(Records.decision(1));
        ByteArrayOutputStream longer = new ByteArrayOutputStream();
        longer.writeBytes(good);
        longer.write(0);

        assertThatThrownBy(() -> DECISIONS.decode(new byte[0])).isInstanceOf(UndecodableException.class);
        assertThatThrownBy(() -> DECISIONS.decode(longer.toByteArray())).isInstanceOf(UndecodableException.class);
        assertThatThrownBy(() -> TRANSITIONS.decode(good))
                .isInstanceOf(UndecodableException.class)
                .hasMessageContaining("no release's Transition");
        for (int length = 0; length < good.length; length++) {
            byte[] cut = Arrays.copyOf(good, length);
            assertThatThrownBy(() -> DECISIONS.decode(cut)).isInstanceOf(UndecodableException.class);
        }
    }

    /** A count of a thousand million must not be believed before as many bytes are there. */
    @Test
    void refusesCountsThatTheBytesCannotHold() throws Exception {
        long count = 1_000_000_000L;
        ArrayEncoder decision = new ArrayEncoder().begin();
        decision.writeFixed(DECISIONS.encode(Records.decision(1)), 0, RecordType.HEADER);
        decision.writeString("id");
        decision.writeLong(1);
        decision.writeString("unit");
        decision.writeIndex(0);
        decision.writeIndex(0);
        decision.writeString("action");
        decision.writeDouble(0.5);
        decision.writeLong(count); // pmf
        Codec<Outcome> outcomes = Codec.of(Outcome.class);
        Outcome empty = new Outcome("d", "o", 1L, Map.of(), false, false, null, false);
        ArrayEncoder outcome = new ArrayEncoder().begin();
        outcome.writeFixed(outcomes.encode(empty), 0, RecordType.HEADER);
        outcome.writeString("d");
        outcome.writeString("o");
        outcome.writeLong(1);
        outcome.writeLong(count); // metrics

        byte[] badDecision = decision.copy();
        byte[] badOutcome = outcome.copy();

        assertThatThrownBy(() -> DECISIONS.decode(badDecision)).isInstanceOf(UndecodableException.class);
        assertThatThrownBy(() -> outcomes.decode(badOutcome)).isInstanceOf(UndecodableException.class);
    }

    /** A flipped byte may leave a record that can be read, but it never escapes as another exception or an error. */
    @Test
    void survivesFlippedBytes() {
        SplittableRandom random = new SplittableRandom(3);
        byte[] good = TRANSITIONS.encode(Records.transition(1));
        int refused = 0;
        for (int i = 0; i < 20_000; i++) {
            byte[] bad = good.clone();
            bad[10 + random.nextInt(bad.length - 10)] = (byte) random.nextInt();
            try {
                TRANSITIONS.decode(bad);
            } catch (UndecodableException e) {
                refused++;
            }
        }
        assertThat(refused).isPositive();
    }
}
