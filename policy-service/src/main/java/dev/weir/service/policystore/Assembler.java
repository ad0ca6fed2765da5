package dev.weir.service.policystore;

import dev.weir.schemas.avro.PolicyChunk;
import dev.weir.schemas.avro.PolicyManifest;
import dev.weir.schemas.wire.Codec;
import dev.weir.schemas.wire.Codec.UndecodableException;
import java.nio.ByteBuffer;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Puts versions together from the records of {@code policies}, in their order: chunks, then the manifest. Chunks whose
 * manifest never comes are dropped once others need their room. Confined to one thread.
 */
final class Assembler {
    /** Bytes of chunks that wait for their manifest. */
    static final long MAX_WAITING = 256L << 20;

    private static final int MAX_CHUNK = 512 << 10;

    private final Codec<PolicyManifest> manifests = Codec.of(PolicyManifest.class);
    private final Codec<PolicyChunk> chunks = Codec.of(PolicyChunk.class);
    private final Map<String, TreeMap<Integer, byte[]>> waiting = new LinkedHashMap<>();
    private long waitingBytes;

    /**
     * Takes one record.
     *
     * @return the version that it completes, or null
     * @throws IllegalArgumentException if it cannot be used, saying why
     */
    @Nullable
    Content take(String key, byte @Nullable [] value) {
        String[] parts = key.split("/", -1);
        if (value == null) {
            if (parts.length == 5) {
                forget(version(parts));
            }
            return null;
        }
        try {
            if (parts.length == 5 && parts[0].equals("c")) {
                chunk(version(parts), chunks.decode(value));
                return null;
            } else if (parts.length == 4 && parts[0].equals("m")) {
                return complete(version(parts), manifests.decode(value));
            }
        } catch (UndecodableException e) {
            forget(parts.length > 3 ? version(parts) : key);
            throw new IllegalArgumentException(e.getMessage(), e);
        }
        throw new IllegalArgumentException("key must be m/<track>/<epoch>/<n> or c/<track>/<epoch>/<n>/<index>");
    }

    private void chunk(String version, PolicyChunk chunk) {
        ByteBuffer data = chunk.getData();
        if (data.remaining() > MAX_CHUNK) {
            throw new IllegalArgumentException(
                    "a chunk must have at most " + MAX_CHUNK + " bytes, had " + data.remaining());
        }
        byte[] bytes = new byte[data.remaining()];
        data.duplicate().get(bytes);
        byte[] before = waiting.computeIfAbsent(version, v -> new TreeMap<>()).put(chunk.getIndex(), bytes);
        waitingBytes += bytes.length - (before == null ? 0 : before.length);
        Iterator<Map.Entry<String, TreeMap<Integer, byte[]>>> oldest =
                waiting.entrySet().iterator();
        while (waitingBytes > MAX_WAITING && oldest.hasNext()) {
            waitingBytes -= bytes(oldest.next().getValue());
            oldest.remove();
        }
    }

    private Content complete(String version, PolicyManifest manifest) {
        TreeMap<Integer, byte[]> pieces = waiting.getOrDefault(version, new TreeMap<>());
        forget(version);
        String named = manifest.getTrack() + '/' + manifest.getEpoch() + '/' + manifest.getN();
        if (!named.equals(version)) {
            throw new IllegalArgumentException("key says version " + version + ", manifest " + named);
        }
        long bytes = bytes(pieces);
        boolean gapless = pieces.isEmpty() || pieces.firstKey() == 0 && pieces.lastKey() == pieces.size() - 1;
        if (pieces.size() != manifest.getChunks() || !gapless || bytes != manifest.getContentBytes()) {
            throw new IllegalArgumentException("manifest says " + manifest.getChunks() + " chunks of "
                    + manifest.getContentBytes() + " bytes, there were " + pieces.size() + " of " + bytes);
        }
        byte[] content = new byte[(int) bytes];
        int at = 0;
        for (byte[] piece : pieces.values()) {
            System.arraycopy(piece, 0, content, at, piece.length);
            at += piece.length;
        }
        return new Content(manifest, content);
    }

    private void forget(String version) {
        TreeMap<Integer, byte[]> gone = waiting.remove(version);
        waitingBytes -= gone == null ? 0 : bytes(gone);
    }

    private static long bytes(TreeMap<Integer, byte[]> pieces) {
        return pieces.values().stream().mapToLong(b -> b.length).sum();
    }

    private static String version(String[] parts) {
        return parts[1] + '/' + parts[2] + '/' + parts[3];
    }
}
