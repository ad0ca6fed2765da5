package dev.weir.learner.publish;

import dev.weir.schemas.avro.PolicyChunk;
import dev.weir.schemas.avro.PolicyManifest;
import dev.weir.schemas.wire.Codec;
import dev.weir.schemas.wire.SnapshotSigner;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A version as it is published: its manifest and its content. */
public record Publication(PolicyManifest manifest, byte[] content) {
    /** Largest chunk. */
    public static final int CHUNK_BYTES = 512 * 1024;

    /** Versions of a track whose chunks stay; of older ones only the manifest does. */
    public static final int KEPT_VERSIONS = 100;

    private static final Codec<PolicyManifest> MANIFESTS = Codec.of(PolicyManifest.class);
    private static final SnapshotSigner SIGNER = SnapshotSigner.of(System.getenv());
    private static final Codec<PolicyChunk> CHUNKS = Codec.of(PolicyChunk.class);

    /** One record on {@code policies}; null is a tombstone. */
    public record Entry(String key, byte @Nullable [] value) {}

    /** Number of chunks that so many bytes make. */
    public static int chunks(long bytes) {
        return (int) ((bytes + CHUNK_BYTES - 1) / CHUNK_BYTES);
    }

    /** Chunks first, then the manifest, by which readers know that all is there; then tombstones for an old version. */
    public List<Entry> entries() {
        List<Entry> entries = new ArrayList<>();
        String name = manifest.getTrack() + "/" + manifest.getEpoch() + "/";
        for (int i = 0; i < manifest.getChunks(); i++) {
            byte[] data = Arrays.copyOfRange(content, i * CHUNK_BYTES, Math.min(content.length, (i + 1) * CHUNK_BYTES));
            PolicyChunk chunk = new PolicyChunk(
                    manifest.getTrack(), manifest.getEpoch(), manifest.getN(), i, ByteBuffer.wrap(data));
            entries.add(new Entry("c/" + name + manifest.getN() + "/" + i, CHUNKS.encode(chunk)));
        }
        SIGNER.sign(manifest);
        entries.add(new Entry("m/" + name + manifest.getN(), MANIFESTS.encode(manifest)));
        long old = manifest.getN() - KEPT_VERSIONS;
        for (int i = 0; old >= 0 && i < manifest.getChunks(); i++) {
            entries.add(new Entry("c/" + name + old + "/" + i, null));
        }
        return entries;
    }
}
