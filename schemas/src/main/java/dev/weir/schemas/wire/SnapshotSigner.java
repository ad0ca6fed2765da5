package dev.weir.schemas.wire;

import dev.weir.schemas.avro.PolicyManifest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.PrivateKey;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Who signs the versions of this process, by {@code WEIR_SIGNING_KEY_FILE} (PKCS #8, PEM) and {@code WEIR_SIGNING_KEY_ID};
 * without them nobody does. The key is read once and never shown. Immutable.
 */
public final class SnapshotSigner {
    private final String keyId;
    private final @Nullable PrivateKey key;

    private SnapshotSigner(String keyId, @Nullable PrivateKey key) {
        this.keyId = keyId;
        this.key = key;
    }

    /**
     * The signer that an environment names.
     *
     * @throws IllegalArgumentException if it names half of one, or a file that is no key
     */
    public static SnapshotSigner of(Map<String, String> environment) {
        String file = environment.get("WEIR_SIGNING_KEY_FILE");
        String keyId = environment.get("WEIR_SIGNING_KEY_ID");
        if (file == null && keyId == null) {
            return new SnapshotSigner("", null);
        } else if (file == null || keyId == null || keyId.isBlank()) {
            throw new IllegalArgumentException(
                    "WEIR_SIGNING_KEY_FILE and WEIR_SIGNING_KEY_ID must both be set, or neither");
        }
        try {
            return new SnapshotSigner(keyId, SnapshotSignatures.privateKey(Files.readString(Path.of(file))));
        } catch (IOException e) {
            throw new IllegalArgumentException(
                    "WEIR_SIGNING_KEY_FILE: was '" + file + "', expected a file that can be read", e);
        }
    }

    /** Signs a manifest in place, once everything else of it is set; nothing happens if nobody signs here. */
    public void sign(PolicyManifest manifest) {
        if (key != null) {
            SnapshotSignatures.sign(manifest, keyId, key);
        }
    }
}
