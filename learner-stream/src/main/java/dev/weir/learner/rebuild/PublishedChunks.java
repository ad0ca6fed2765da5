package dev.weir.learner.rebuild;

import dev.weir.learner.publish.Publication;
import dev.weir.schemas.avro.PolicyChunk;
import dev.weir.schemas.problem.ProblemFile;
import dev.weir.schemas.wire.Codec;
import dev.weir.schemas.wire.Codec.UndecodableException;
import dev.weir.schemas.wire.RecordType;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/**
 * What stands in the chunks on {@code policies}, as check sums by version and place: a flipped bit is named by the offset of its
 * chunk. Confined to one thread.
 */
final class PublishedChunks {
    private static final Codec<PolicyChunk> CHUNKS = Codec.of(PolicyChunk.class);

    /** One chunk; of one that cannot be read the check sum is −1. */
    private record Chunk(long offset, long checkSum, int length) {}

    private final Map<String, Map<Integer, Chunk>> byVersion = new HashMap<>();
    private final Map<Integer, Long> newest = new HashMap<>();

    /** Those of a track, of versions that have not been deleted since. */
    static PublishedChunks read(ProblemFile file, String track) {
        PublishedChunks all = new PublishedChunks();
        String prefix = "c/" + track + "/";
        LogReader.read(file, file.topics().policies(), 0, record -> {
            String key = record.key() == null ? "" : new String(record.key(), StandardCharsets.UTF_8);
            if (key.startsWith(prefix)) {
                all.add(key.substring(prefix.length()).split("/"), record.offset(), record.value());
            }
            return true;
        });
        return all;
    }

    private void add(String[] place, long offset, byte @Nullable [] value) {
        int epoch = Integer.parseInt(place[0]);
        long n = Long.parseLong(place[1]);
        Map<Integer, Chunk> chunks = byVersion.computeIfAbsent(epoch + "." + n, v -> new HashMap<>());
        if (value == null) {
            chunks.remove(Integer.valueOf(place[2]));
            return;
        }
        newest.merge(epoch, n, Math::max);
        chunks.put(Integer.valueOf(place[2]), chunk(offset, value));
    }

    private static Chunk chunk(long offset, byte[] value) {
        try {
            if (RecordType.of(value) == RecordType.POLICY_CHUNK) {
                ByteBuffer data = CHUNKS.decode(value).getData();
                return new Chunk(offset, checkSum(data.duplicate()), data.remaining());
            }
        } catch (UndecodableException e) {
            return new Chunk(offset, -1, 0);
        }
        return new Chunk(offset, -1, 0);
    }

    private static long checkSum(ByteBuffer data) {
        CRC32C sum = new CRC32C();
        sum.update(data);
        return sum.getValue();
    }

    /** What is wrong with the chunks of a version whose content is known; "" if nothing is, or they were deleted as old. */
    String wrong(int epoch, long n, byte[] content) {
        Map<Integer, Chunk> chunks = byVersion.getOrDefault(epoch + "." + n, Map.of());
        long last = newest.getOrDefault(epoch, n);
        int count = Publication.chunks(content.length);
        if (chunks.isEmpty() && n <= last - Publication.KEPT_VERSIONS) {
            return "";
        }
        List<String> wrong = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            int from = i * Publication.CHUNK_BYTES;
            int length = Math.min(Publication.CHUNK_BYTES, content.length - from);
            Chunk chunk = chunks.get(i);
            if (chunk == null) {
                wrong.add("chunk " + i + " of " + count + " is not on policies");
            } else if (chunk.length != length || chunk.checkSum != checkSum(ByteBuffer.wrap(content, from, length))) {
                wrong.add("chunk " + i + " of " + count + ", offset " + chunk.offset
                        + " of policies, holds other bytes than the log gives");
            }
        }
        return String.join("; ", wrong);
    }
}
