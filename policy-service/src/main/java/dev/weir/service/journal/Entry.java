package dev.weir.service.journal;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;

/** A record as its bytes in the journal: partition, time, headers, key, value. */
final class Entry {
    private Entry() {}

    static byte[] bytes(ProducerRecord<byte[], byte[]> record) {
        int size = 4 + 8 + 4 + 4 + record.key().length + 4 + record.value().length;
        for (Header header : record.headers()) {
            size += 8 + header.key().getBytes(StandardCharsets.UTF_8).length + header.value().length;
        }
        ByteBuffer out = ByteBuffer.allocate(size);
        out.putInt(record.partition()).putLong(record.timestamp());
        out.putInt(record.headers().toArray().length);
        for (Header header : record.headers()) {
            put(out, header.key().getBytes(StandardCharsets.UTF_8));
            put(out, header.value());
        }
        put(out, record.key());
        put(out, record.value());
        return out.array();
    }

    static ProducerRecord<byte[], byte[]> record(String topic, byte[] bytes) {
        ByteBuffer in = ByteBuffer.wrap(bytes);
        int partition = in.getInt();
        long time = in.getLong();
        Headers headers = new RecordHeaders();
        for (int left = in.getInt(); left > 0; left--) {
            headers.add(new String(take(in), StandardCharsets.UTF_8), take(in));
        }
        return new ProducerRecord<>(topic, partition, time, take(in), take(in), headers);
    }

    private static void put(ByteBuffer out, byte[] bytes) {
        out.putInt(bytes.length).put(bytes);
    }

    private static byte[] take(ByteBuffer in) {
        byte[] bytes = new byte[in.getInt()];
        in.get(bytes);
        return bytes;
    }
}
