package dev.weir.ingestion.join;

import dev.weir.ingestion.join.Output.To;
import dev.weir.ingestion.keyed.Source;
import dev.weir.ingestion.keyed.Unusable;
import dev.weir.schemas.avro.DeadLetter;
import dev.weir.schemas.wire.Codec;
import java.nio.charset.StandardCharsets;

/** Counts what cannot be used and sends it on. */
final class DeadLetters {
    private static final Codec<DeadLetter> CODEC = Codec.of(DeadLetter.class);

    private final JoinRules rules;
    private final Progress progress;
    private final Output output;
    private final byte[] decisionsKey;
    private final byte[] outcomesKey;

    DeadLetters(JoinRules rules, Progress progress, Output output) {
        this.rules = rules;
        this.progress = progress;
        this.output = output;
        this.decisionsKey = rules.decisionsTopic().getBytes(StandardCharsets.UTF_8);
        this.outcomesKey = rules.outcomesTopic().getBytes(StandardCharsets.UTF_8);
    }

    /** A record that fails a rule: counted as a dead letter of its topic. */
    void record(Source source, String reason, String detail, long time, byte[] value) {
        if (source.decisions()) {
            decision(Count.DECISIONS_DEAD_LETTERED, source, reason, detail, time, value);
        } else {
            outcome(Count.OUTCOMES_DEAD_LETTERED, source, reason, detail, time, value);
        }
    }

    void decision(Count as, Source source, String reason, String detail, long time, byte[] value) {
        progress.add(as, 1);
        DeadLetter letter = Unusable.of(rules.decisionsTopic(), source, reason, detail, time, value);
        output.send(To.DEAD_LETTERS, decisionsKey, CODEC.encode(letter));
    }

    void outcome(Count as, Source source, String reason, String detail, long time, byte[] value) {
        progress.add(as, 1);
        DeadLetter letter = Unusable.of(rules.outcomesTopic(), source, reason, detail, time, value);
        output.send(To.DEAD_LETTERS, outcomesKey, CODEC.encode(letter));
    }

    /** One that the re-keying made. */
    void passOn(Source source, byte[] letter) {
        progress.add(source.decisions() ? Count.DECISIONS_DEAD_LETTERED : Count.OUTCOMES_DEAD_LETTERED, 1);
        output.send(To.DEAD_LETTERS, source.decisions() ? decisionsKey : outcomesKey, letter);
    }
}
