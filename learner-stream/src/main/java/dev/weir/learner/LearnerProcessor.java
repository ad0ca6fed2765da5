package dev.weir.learner;

import dev.weir.learner.checkpoint.Redo;
import dev.weir.learner.checkpoint.Survival;
import dev.weir.learner.learn.FullState;
import dev.weir.learner.learn.Output;
import dev.weir.learner.learn.TrackLearner;
import dev.weir.learner.publish.Publication;
import dev.weir.rl.decision.PolicyVersion;
import dev.weir.schemas.avro.CheckpointChunk;
import dev.weir.schemas.avro.DeadLetter;
import dev.weir.schemas.problem.ProblemFile.Checkpoint;
import dev.weir.schemas.wire.Codec;
import java.nio.ByteBuffer;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.processor.api.RecordMetadata;
import org.jspecify.annotations.Nullable;

/** Feeds one partition of {@code transitions} to a {@link TrackLearner} and sends on what comes out of it. */
final class LearnerProcessor implements Processor<byte[], byte[], String, byte[]>, Output {
    static final String POLICIES = "policies";
    static final String CHECKPOINTS = "checkpoints";
    static final String DEAD_LETTERS = "dead-letters";

    private static final int MAX_PAYLOAD = 64 * 1024;
    private static final Codec<DeadLetter> LETTERS = Codec.of(DeadLetter.class);
    private static final Codec<CheckpointChunk> CHUNKS = Codec.of(CheckpointChunk.class);

    private final TrackLearner learner;
    private final String track;
    private final Checkpoint way;
    private final Redo redo;
    private final LearnerMetrics metrics;
    private @Nullable ProcessorContext<String, byte[]> context;
    private @Nullable Survival survival;
    private @Nullable Record<byte[], byte[]> current;

    LearnerProcessor(String track, Checkpoint way, Redo redo, LearnerMetrics metrics) {
        this.track = track;
        this.learner = new TrackLearner(track);
        this.way = way;
        this.redo = redo;
        this.metrics = metrics;
    }

    @Override
    public void init(ProcessorContext<String, byte[]> newContext) {
        context = newContext;
        survival = Survival.resume(way, redo, learner, newContext);
        metrics.at(learner);
    }

    @Override
    public void process(Record<byte[], byte[]> record) {
        current = record;
        learner.accept(metadata().offset(), record.value(), this);
        if (survival != null) {
            survival.afterRecord();
        }
        metrics.at(learner);
    }

    private RecordMetadata metadata() {
        if (context == null) {
            throw new IllegalStateException("init has not run");
        }
        return context.recordMetadata().orElseThrow(() -> new IllegalStateException("a record without its offset"));
    }

    private void send(String key, byte @Nullable [] value, long time, String sink) {
        if (context != null) {
            context.forward(new Record<>(key, value, Math.max(time, 0)), sink);
        }
    }

    @Override
    public void published(Publication publication) {
        for (Publication.Entry entry : publication.entries()) {
            send(entry.key(), entry.value(), publication.manifest().getTime(), POLICIES);
        }
        metrics.published();
    }

    @Override
    public void refused(String reason, String detail) {
        Record<byte[], byte[]> record = current;
        if (record == null) {
            return;
        }
        byte[] payload = record.value() == null ? new byte[0] : record.value();
        RecordMetadata from = metadata();
        DeadLetter letter = DeadLetter.newBuilder()
                .setTopic(from.topic())
                .setPartition(from.partition())
                .setOffset(from.offset())
                .setReason(reason)
                .setDetail(detail)
                .setTime(record.timestamp())
                .setPayload(ByteBuffer.wrap(payload, 0, Math.min(payload.length, MAX_PAYLOAD)))
                .setCut(payload.length > MAX_PAYLOAD)
                .build();
        send(from.topic(), LETTERS.encode(letter), record.timestamp(), DEAD_LETTERS);
        metrics.refused(reason);
    }

    @Override
    public void again(long from, long to, LogRecord each) {
        redo.read(context == null ? 0 : context.taskId().partition(), from, to, each);
    }

    @Override
    public void checkpointDue() {
        String sha256 = learner.stateSha256();
        PolicyVersion version = PolicyVersion.parse(learner.version());
        FullState.cut(learner, (index, count, data) -> {
            CheckpointChunk chunk = new CheckpointChunk(
                    track,
                    version.epoch(),
                    version.n(),
                    sha256,
                    learner.nextOffset(),
                    index,
                    count,
                    ByteBuffer.wrap(data));
            send(track + "/" + index, CHUNKS.encode(chunk), learner.logTime(), CHECKPOINTS);
        });
    }
}
