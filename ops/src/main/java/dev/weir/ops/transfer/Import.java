package dev.weir.ops.transfer;

import dev.weir.learner.rebuild.LogReader;
import dev.weir.schemas.avro.Tick;
import dev.weir.schemas.problem.ProblemFile;
import dev.weir.schemas.topic.KafkaSettings.Kind;
import dev.weir.schemas.wire.Codec;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;

/**
 * Puts an export onto a problem's topics. Records of {@code transitions} come to stand at the offsets that they had: offsets
 * are named by rewinds and by versions' provenance, so what is learned from them is the same to the byte. Places where nothing
 * stood (ends of transactions) are filled with ticks of time 0, by which nobody learns anything.
 */
public final class Import {
    private static final byte[] NOTHING = Codec.of(Tick.class).encode(new Tick(0L, "weir-import", null));

    private Import() {}

    /**
     * All of it. What an import that broke off has written already is compared and passed over.
     *
     * @return records by topic, ticks in empty places included
     */
    public static Map<String, Long> topics(ProblemFile file, Path folder) throws IOException {
        Inventory inventory = Inventory.read(folder);
        if (!inventory.problem().equals(file.name())) {
            throw new IllegalArgumentException(
                    "--from: the export is of problem " + inventory.problem() + ", the problem file of " + file.name());
        }
        for (Map.Entry<String, Inventory.Part> part : inventory.parts().entrySet()) {
            Path from = Inventory.file(folder, part.getKey());
            String hash = Inventory.sha256(from);
            if (!hash.equals(part.getValue().sha256())) {
                throw new IllegalArgumentException(from.getFileName() + ": expected the SHA-256 "
                        + part.getValue().sha256() + " of " + Inventory.NAME + ", was " + hash);
            }
        }
        Map<String, Long> written = new LinkedHashMap<>();
        for (String part : Export.TOPICS) {
            if (inventory.parts().containsKey(part)) {
                long end =
                        part.equals("transitions") ? inventory.parts().get(part).end() : 0;
                written.put(part, topic(file, Export.topic(file, part), Inventory.file(folder, part), end));
            }
        }
        return written;
    }

    /** @param end offset after the last where records stand at their own offsets; 0: they stand one after the other */
    private static long topic(ProblemFile file, String topic, Path from, long end) {
        Standing standing = new Standing();
        LogReader.read(file, topic, 0, record -> {
            standing.add(record.key(), record.value());
            return true;
        });
        Map<String, Object> settings = file.kafkaSettings().forClient(Kind.PRODUCER);
        settings.put("acks", "all");
        settings.put("enable.idempotence", true); // in order, each once, and no markers between
        AtomicReference<@Nullable Exception> failure = new AtomicReference<>();
        long[] place = new long[1];
        try (var producer = new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer())) {
            RecordFile.read(from, entry -> {
                while (place[0] < Math.min(end, entry.offset())) {
                    put(producer, topic, standing, place[0]++, new RecordFile.Entry(0, 0, null, NOTHING), failure);
                }
                put(producer, topic, standing, place[0]++, entry, failure);
                return failure.get() == null;
            });
            while (place[0] < end) {
                put(producer, topic, standing, place[0]++, new RecordFile.Entry(0, 0, null, NOTHING), failure);
            }
            producer.flush();
        }
        Exception failed = failure.get();
        if (failed != null) {
            throw new IllegalStateException(topic + " cannot be written: " + failed.getMessage(), failed);
        }
        if (place[0] < standing.count) {
            throw new IllegalArgumentException(topic + " already has " + standing.count + " records, the export "
                    + place[0] + ": import into new topics");
        }
        return place[0];
    }

    private static void put(
            KafkaProducer<byte[], byte[]> producer,
            String topic,
            Standing standing,
            long place,
            RecordFile.Entry entry,
            AtomicReference<@Nullable Exception> failure) {
        if (place < standing.count) {
            if (standing.hash[(int) place] != Standing.hash(entry.key(), entry.value())) {
                throw new IllegalArgumentException(
                        topic + " offset " + place + " holds another record than the export: import into new topics");
            }
            return;
        }
        producer.send(
                new ProducerRecord<>(topic, 0, Math.max(0, entry.time()), entry.key(), entry.value()),
                (metadata, e) -> {
                    if (e != null) {
                        failure.compareAndSet(null, e);
                    }
                });
    }

    /** Records that a topic had before, by their hashes. */
    private static final class Standing {
        private int[] hash = new int[16];
        private int count;

        private void add(byte @Nullable [] key, byte @Nullable [] value) {
            if (count == hash.length) {
                hash = Arrays.copyOf(hash, 2 * count);
            }
            hash[count++] = hash(key, value);
        }

        private static int hash(byte @Nullable [] key, byte @Nullable [] value) {
            return 31 * Arrays.hashCode(key) + Arrays.hashCode(value);
        }
    }
}
