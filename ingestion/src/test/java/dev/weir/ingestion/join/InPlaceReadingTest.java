package dev.weir.ingestion.join;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import dev.weir.schemas.avro.Candidate;
import dev.weir.schemas.avro.Decision;
import dev.weir.schemas.avro.Features;
import dev.weir.schemas.avro.Outcome;
import dev.weir.schemas.avro.Shadow;
import dev.weir.schemas.wire.Codec.UndecodableException;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** Bytes that the join copies into transitions unread must be bytes that Avro reads. */
class InPlaceReadingTest {
    private static Decision decision(SplittableRandom random) {
        Decision d = Events.decision(random.nextInt(100), random.nextLong(1L << 40));
        d.setCallerId(random.nextBoolean() ? "caller" : null);
        d.setStep(random.nextBoolean() ? random.nextLong() : null);
        d.setBucket(random.nextBoolean() ? random.nextInt() : null);
        d.setShare(random.nextBoolean() ? random.nextDouble() : null);
        d.setTrack(random.nextBoolean() ? "t" : null);
        d.setFallback(random.nextBoolean() ? "no-policy" : null);
        d.setLimitMax(random.nextBoolean() ? 3.0 : null);
        d.setBaselineAction(random.nextBoolean() ? "b" : null);
        d.setDeferred(random.nextBoolean());
        d.setElsewhere(random.nextBoolean());
        d.setRequestHash(random.nextLong());
        if (random.nextBoolean()) {
            String track = random.nextBoolean() ? "t" : null;
            List<Double> pmf = random.nextBoolean() ? List.of() : List.of(0.25, 0.75);
            d.setShadow(new Shadow(
                    "p/r", "t", "a", "b", pmf, random.nextDouble(), -1.0, track, random.nextInt(), random.nextLong()));
        }
        Features features = new Features(List.of(1.0, 2.0), List.of("x", "y"));
        if (random.nextBoolean()) {
            d.getSituation().setCandidates(List.of(new Candidate("a", features), new Candidate("b", features)));
        }
        if (random.nextBoolean()) {
            d.getSituation().setAllowed(List.of(0, 1));
        }
        return d;
    }

    @Test
    void readsOfADecisionWhatAvroReads() {
        SplittableRandom random = new SplittableRandom(1);
        for (int i = 0; i < 2000; i++) {
            Decision d = decision(random);
            DecisionBytes read = DecisionBytes.read(Events.DECISIONS.encode(d), 2);
            assertThat(read.problem()).isNull();
            assertThat(new String(read.id().text(), java.nio.charset.StandardCharsets.UTF_8))
                    .isEqualTo(d.getId());
            assertThat(read.time()).isEqualTo(d.getTime());
            assertThat(read.deferred()).isEqualTo(d.getDeferred());
            assertThat(read.requestHash()).isEqualTo(d.getRequestHash());
        }
    }

    @Test
    void takesNoDamagedBytesThatAvroRefuses() {
        SplittableRandom random = new SplittableRandom(2);
        int taken = 0;
        for (int i = 0; i < 20_000; i++) {
            byte[] value = Events.DECISIONS.encode(decision(random));
            value[10 + random.nextInt(value.length - 10)] ^= (byte) (1 << random.nextInt(8));
            if (i % 2 == 0) {
                value[60 + random.nextInt(value.length - 60)] = (byte) random.nextInt(256);
            }
            try {
                DecisionBytes.read(value, 2);
            } catch (Cursor.BrokenException refused) {
                continue;
            }
            taken++;
            assertThatCode(() -> Events.DECISIONS.decode(value)).doesNotThrowAnyException();
        }
        assertThat(taken).isGreaterThan(1000);
    }

    @Test
    void takesNoDamagedOutcomesThatAvroRefusesAndTheSameMetrics() {
        SplittableRandom random = new SplittableRandom(3);
        int taken = 0;
        for (int i = 0; i < 20_000; i++) {
            Outcome o = Events.outcome(i % 50, "o" + i, i, 1);
            o.setMetrics(Map.of("a", 1.0, "b", random.nextDouble()));
            o.setLastObservation(i % 3 == 0 ? new Features(List.of(1.0), List.of("z")) : null);
            byte[] value = Events.OUTCOMES.encode(o);
            if (i % 2 == 0) {
                value[10 + random.nextInt(value.length - 10)] ^= (byte) (1 << random.nextInt(8));
            }
            OutcomeBytes read;
            try {
                read = OutcomeBytes.read(value);
            } catch (Cursor.BrokenException | UndecodableException refused) {
                continue;
            }
            taken++;
            Outcome avro = Events.OUTCOMES.decode(value);
            assertThat(read.metrics()).isEqualTo(avro.getMetrics());
            assertThat(read.outcomeId()).isEqualTo(avro.getOutcomeId());
            assertThat(read.time()).isEqualTo(avro.getTime());
            assertThat(read.activation()).isEqualTo(avro.getActivation());
        }
        assertThat(taken).isGreaterThan(10_000);
    }
}
