package dev.weir.ops.evaluate;

import dev.weir.learner.rebuild.LogReader;
import dev.weir.learner.rebuild.Published;
import dev.weir.rl.decision.PolicyVersion;
import dev.weir.schemas.avro.PolicyChunk;
import dev.weir.schemas.avro.PolicyManifest;
import dev.weir.schemas.problem.ProblemFile;
import dev.weir.schemas.wire.Codec;
import dev.weir.schemas.wire.RecordType;
import java.io.ByteArrayOutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The content of published versions, put together from the topic {@code policies}. */
final class VersionContent {
    private static final Codec<PolicyChunk> CHUNKS = Codec.of(PolicyChunk.class);

    private VersionContent() {}

    /**
     * A version as it was published.
     *
     * @param version of a track like "0.12"
     */
    record Version(String version, PolicyManifest manifest, byte[] content) {}

    /**
     * Reads one version.
     *
     * @param version like "0.12"; null: the newest
     */
    static Version read(ProblemFile file, String track, @Nullable String version) {
        Map<String, PolicyManifest> all = Published.manifests(file, track);
        if (all.isEmpty()) {
            throw new IllegalArgumentException("track " + track + " has published no version");
        }
        String wanted = version == null
                ? all.keySet().stream().reduce((a, b) -> b).orElseThrow()
                : PolicyVersion.parse(version).toString();
        PolicyManifest manifest = all.get(wanted);
        if (manifest == null) {
            throw new IllegalArgumentException("track " + track + " has no version " + wanted + ", the newest is "
                    + all.keySet().stream().reduce((a, b) -> b).orElseThrow());
        }
        byte[] content = content(file, manifest);
        if (!sha256(content).equals(manifest.getContentSha256())) {
            throw new IllegalArgumentException(track + "@" + wanted + ": its chunks have " + content.length
                    + " bytes of another hash than its manifest says, " + manifest.getContentSha256());
        }
        return new Version(wanted, manifest, content);
    }

    private static byte[] content(ProblemFile file, PolicyManifest manifest) {
        Map<Integer, PolicyChunk> chunks = new TreeMap<>();
        LogReader.read(file, file.topics().policies(), 0, record -> {
            byte[] value = record.value();
            if (value != null && RecordType.of(value) == RecordType.POLICY_CHUNK) {
                PolicyChunk chunk = CHUNKS.decode(value);
                if (chunk.getTrack().equals(manifest.getTrack())
                        && chunk.getEpoch() == manifest.getEpoch()
                        && chunk.getN() == manifest.getN()) {
                    chunks.put(chunk.getIndex(), chunk);
                }
            }
            return true;
        });
        ByteArrayOutputStream content = new ByteArrayOutputStream();
        for (PolicyChunk chunk : chunks.values()) {
            byte[] data = new byte[chunk.getData().remaining()];
            chunk.getData().duplicate().get(data);
            content.writeBytes(data);
        }
        return content.toByteArray();
    }

    static String sha256(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
