package dev.weir.ingestion.rekey;

import dev.weir.ingestion.keyed.Source;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.processor.api.RecordMetadata;

/** Sends every record of {@code decisions} and {@code outcomes} to {@code keyed}, with its source in a header. */
public final class RekeyProcessor implements Processor<byte[], byte[], byte[], byte[]> {
    private final String decisions;
    private ProcessorContext<byte[], byte[]> context;

    /** @param decisions name of the topic of decisions; whatever comes from another one is an outcome */
    @SuppressWarnings("NullAway.Init") // Kafka Streams calls init first
    public RekeyProcessor(String decisions) {
        this.decisions = decisions;
    }

    @Override
    public void init(ProcessorContext<byte[], byte[]> context) {
        this.context = context;
    }

    @Override
    public void process(Record<byte[], byte[]> record) {
        RecordMetadata at = context.recordMetadata().orElseThrow();
        Source source = new Source(at.topic().equals(decisions), at.partition(), at.offset());
        Envelope envelope = Envelope.of(source, at.topic(), record.timestamp(), record.value());
        RecordHeaders headers = new RecordHeaders();
        headers.add(Source.HEADER, source.text());
        context.forward(new Record<>(envelope.key(), envelope.value(), record.timestamp(), headers));
    }
}
