package dev.weir.schemas.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weir.schemas.avro.PolicyManifest;
import dev.weir.schemas.avro.Provenance;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.util.Base64;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SnapshotSignerTest {
    @TempDir
    Path folder;

    private static PolicyManifest manifest() {
        Provenance provenance = new Provenance(null, null, 0, 0L, 0L, "", 1, "test", Map.of());
        return new PolicyManifest("p", "t", 0, 1L, "sha", "", "", 3L, 1, 10L, "linear", 0L, 0L, provenance, null, null);
    }

    @Test
    void whatIsSignedSurvivesItsEncodingAndIsBelievedUntilItIsChanged() throws Exception {
        KeyPair pair = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
        String pem = "-----BEGIN PRIVATE KEY-----\n"
                + Base64.getMimeEncoder().encodeToString(pair.getPrivate().getEncoded())
                + "\n-----END PRIVATE KEY-----\n";
        Path file = Files.writeString(folder.resolve("learner.key"), pem);
        PolicyManifest manifest = manifest();
        SnapshotSigner.of(Map.of("WEIR_SIGNING_KEY_FILE", file.toString(), "WEIR_SIGNING_KEY_ID", "learner-1"))
                .sign(manifest);
        Codec<PolicyManifest> codec = Codec.of(PolicyManifest.class);
        PolicyManifest read = codec.decode(codec.encode(manifest));
        var keys = Map.of("learner-1", pair.getPublic());
        SnapshotSignatures.verify(read, keys);
        SnapshotSignatures.verify(read, keys); // reading a signature does not use it up
        read.setN(2L);
        assertThatThrownBy(() -> SnapshotSignatures.verify(read, keys)).hasMessageContaining("signature");
    }

    @Test
    void withoutSettingsNobodySignsAndHalfOfThemAreRefused() {
        PolicyManifest manifest = manifest();
        SnapshotSigner.of(Map.of()).sign(manifest);
        assertThat(manifest.getSignature()).isNull();
        assertThatThrownBy(() -> SnapshotSigner.of(Map.of("WEIR_SIGNING_KEY_ID", "a")))
                .hasMessageContaining("WEIR_SIGNING_KEY_FILE");
        assertThatThrownBy(() ->
                        SnapshotSigner.of(Map.of("WEIR_SIGNING_KEY_ID", "a", "WEIR_SIGNING_KEY_FILE", "/nowhere")))
                .hasMessageContaining("/nowhere");
    }
}
