package dev.weir.ingestion.rekey;

import dev.weir.ingestion.keyed.KeyedPartitioner;
import dev.weir.ingestion.keyed.Pack;
import dev.weir.ingestion.keyed.Source;
import dev.weir.schemas.problem.ProblemFile;
import dev.weir.schemas.streams.CommitHook;
import dev.weir.schemas.wire.FeatureReader;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.ProcessorSupplier;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.processor.api.RecordMetadata;
import org.apache.kafka.streams.state.StoreBuilder;
import org.jspecify.annotations.Nullable;

/**
 * Sends every record of {@code decisions} and {@code outcomes} to {@code keyed}, many in a pack. Joiners read what is
 * committed, so nothing is late by waiting in a pack; before each commit all packs leave, within the transaction that
 * commits the offsets of what is in them.
 */
public final class RekeyProcessor implements Processor<byte[], byte[], byte[], byte[]> {
    private static final String COMMIT = "rekey-commit";

    private final String decisions;
    private final int joiners;
    private final @Nullable FeatureReader observations;
    private ProcessorContext<byte[], byte[]> context;
    private Pack[] packs = {};

    @SuppressWarnings("NullAway.Init") // Kafka Streams calls init first
    private RekeyProcessor(ProblemFile file) {
        this.decisions = file.topics().decisions();
        this.joiners = file.topicSettings().partitions();
        this.observations = file.observations();
    }

    /** Re-keying of a problem; whatever comes from another topic than that of decisions is an outcome. */
    public static ProcessorSupplier<byte[], byte[], byte[], byte[]> of(ProblemFile file) {
        return new ProcessorSupplier<>() {
            @Override
            public Processor<byte[], byte[], byte[], byte[]> get() {
                return new RekeyProcessor(file);
            }

            @Override
            public Set<StoreBuilder<?>> stores() {
                return Set.of(new CommitHook.Builder(COMMIT));
            }
        };
    }

    /** Begins with empty packs, for this may be called again on the same object: then their transaction was given up. */
    @Override
    public void init(ProcessorContext<byte[], byte[]> context) {
        this.context = context;
        packs = Stream.generate(Pack::new).limit(joiners).toArray(Pack[]::new);
        CommitHook hook = context.getStateStore(COMMIT);
        hook.beforeCommit(context, this::sendAll);
    }

    @Override
    public void process(Record<byte[], byte[]> record) {
        RecordMetadata at = context.recordMetadata().orElseThrow();
        Source source = new Source(at.topic().equals(decisions), at.partition(), at.offset());
        Envelope envelope = Envelope.of(source, at.topic(), record.timestamp(), record.value(), joiners, observations);
        if (envelope.to() != Envelope.EVERY) {
            add(envelope.to(), source, record.timestamp(), envelope.value());
        } else {
            for (int joiner = 0; joiner < joiners; joiner++) {
                add(joiner, source, record.timestamp(), envelope.value());
            }
        }
    }

    private void add(int joiner, Source source, long stamp, byte[] value) {
        if (packs[joiner].isFull(value.length)) {
            send(joiner);
        }
        packs[joiner].add(source, stamp, value);
    }

    private void sendAll() {
        for (int joiner = 0; joiner < joiners; joiner++) {
            if (!packs[joiner].isEmpty()) {
                send(joiner);
            }
        }
    }

    private void send(int joiner) {
        long stamp = packs[joiner].stamp();
        byte[] value = packs[joiner].take();
        context.forward(new Record<>(KeyedPartitioner.key(joiner), value, stamp, new RecordHeaders()));
    }
}
