package dev.weir.ingestion;

import dev.weir.ingestion.join.JoinMetrics;
import dev.weir.ingestion.join.JoinProcessor;
import dev.weir.ingestion.keyed.KeyedPartitioner;
import dev.weir.ingestion.rekey.RekeyProcessor;
import dev.weir.schemas.problem.ProblemFile;
import dev.weir.schemas.topic.Topics;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.common.serialization.Serializer;
import org.apache.kafka.streams.AutoOffsetReset;
import org.apache.kafka.streams.Topology;

/** Two steps in one application: decisions and outcomes → {@code keyed}; {@code keyed} → transitions and what is none. */
final class IngestionTopology {
    private static final Serializer<byte[]> WRITE = new ByteArraySerializer();
    private static final Deserializer<byte[]> READ = new ByteArrayDeserializer();

    private IngestionTopology() {}

    static Topology of(ProblemFile file, JoinMetrics metrics) {
        Topics topics = file.topics();
        String[] inputs = {topics.decisions(), topics.outcomes()};
        return new Topology()
                .addSource(AutoOffsetReset.earliest(), "sources", IngestionTopology::stamp, READ, READ, inputs)
                .addProcessor("rekey", RekeyProcessor.of(file), "sources")
                .addSink("to-keyed", topics.keyed(), WRITE, WRITE, new KeyedPartitioner(), "rekey")
                .addSource(AutoOffsetReset.earliest(), "keyed", IngestionTopology::stamp, READ, READ, topics.keyed())
                .addProcessor("join", JoinProcessor.of(file, metrics), "keyed")
                .addSink(JoinProcessor.TRANSITIONS, topics.transitions(), WRITE, WRITE, "join")
                .addSink(JoinProcessor.LATE_OUTCOMES, topics.lateOutcomes(), WRITE, WRITE, "join")
                .addSink(JoinProcessor.DEAD_LETTERS, topics.deadLetters(), WRITE, WRITE, "join");
    }

    /** A record's own stamp; one without it must not stop the application. */
    private static long stamp(ConsumerRecord<Object, Object> record, long partitionTime) {
        return Math.max(0, record.timestamp());
    }
}
