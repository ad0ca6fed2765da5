package dev.weir.schemas.wire;

import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serializer;

/** A record type's Kafka serde; null stays null. */
public final class AvroSerde<T extends SpecificRecord> implements Serde<T> {
    private final Codec<T> codec;

    private AvroSerde(Codec<T> codec) {
        this.codec = codec;
    }

    /** The serde of a generated record. */
    public static <T extends SpecificRecord> AvroSerde<T> of(Class<T> type) {
        return new AvroSerde<>(Codec.of(type));
    }

    @Override
    @SuppressWarnings("NullAway") // Kafka's tombstones are null
    public Serializer<T> serializer() {
        return (topic, record) -> record == null ? null : codec.encode(record);
    }

    @Override
    @SuppressWarnings("NullAway") // Kafka's tombstones are null
    public Deserializer<T> deserializer() {
        return (topic, bytes) -> bytes == null ? null : codec.decode(bytes);
    }
}
