package dev.weir.schemas.wire;

import dev.weir.schemas.avro.PolicyManifest;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.X509EncodedKeySpec;
import java.util.Base64;
import java.util.Map;

/**
 * Ed25519 signatures of versions: a manifest's identity, its content's hash and length and its provenance's hash are
 * signed, each on a line of its own. Who signs says which key; who reads believes the keys that it was told of.
 */
public final class SnapshotSignatures {
    private static final String ALGORITHM = "Ed25519";

    private SnapshotSignatures() {}

    /**
     * Signs a manifest in place.
     *
     * @param keyId name under which readers know the key
     */
    public static void sign(PolicyManifest manifest, String keyId, PrivateKey key) {
        manifest.setKeyId(keyId);
        try {
            Signature signature = Signature.getInstance(ALGORITHM);
            signature.initSign(key);
            signature.update(text(manifest));
            manifest.setSignature(ByteBuffer.wrap(signature.sign()));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("cannot sign with key " + keyId + ": " + e.getMessage(), e);
        }
    }

    /**
     * Checks a manifest's signature.
     *
     * @param keys that are believed, by their ids
     * @throws IllegalArgumentException saying what is wrong with it
     */
    public static void verify(PolicyManifest manifest, Map<String, PublicKey> keys) {
        String keyId = manifest.getKeyId();
        ByteBuffer signed = manifest.getSignature();
        if (keyId == null || signed == null) {
            throw new IllegalArgumentException("signature: was absent, expected one of the keys " + keys.keySet());
        }
        PublicKey key = keys.get(keyId);
        if (key == null) {
            throw new IllegalArgumentException("keyId: was '" + keyId + "', expected one of " + keys.keySet());
        }
        byte[] bytes = new byte[signed.remaining()];
        signed.duplicate().get(bytes);
        boolean good;
        try {
            Signature signature = Signature.getInstance(ALGORITHM);
            signature.initVerify(key);
            signature.update(text(manifest));
            good = signature.verify(bytes);
        } catch (GeneralSecurityException e) {
            good = false;
        }
        if (!good) {
            throw new IllegalArgumentException("signature: does not fit, expected one of key " + keyId);
        }
    }

    /**
     * A public key.
     *
     * @param base64 of its X.509 form, as {@code openssl pkey -pubout} writes it between the lines
     */
    public static PublicKey publicKey(String base64) {
        try {
            return KeyFactory.getInstance(ALGORITHM).generatePublic(new X509EncodedKeySpec(decoded(base64)));
        } catch (GeneralSecurityException e) {
            throw new IllegalArgumentException("must be an Ed25519 public key, X.509 in base64: " + e.getMessage(), e);
        }
    }

    /**
     * A private key.
     *
     * @param pem PKCS #8, as {@code openssl genpkey -algorithm ed25519} writes it
     */
    public static PrivateKey privateKey(String pem) {
        try {
            return KeyFactory.getInstance(ALGORITHM).generatePrivate(new PKCS8EncodedKeySpec(decoded(pem)));
        } catch (GeneralSecurityException e) {
            throw new IllegalArgumentException("must be an Ed25519 private key, PKCS #8 in PEM", e);
        }
    }

    private static byte[] decoded(String pem) {
        return Base64.getDecoder()
                .decode(pem.replaceAll("-----[A-Z ]+-----", "").replaceAll("\\s", ""));
    }

    private static byte[] text(PolicyManifest m) {
        return String.join(
                        "\n",
                        "weir-snapshot-1",
                        m.getProblem(),
                        m.getTrack(),
                        Integer.toString(m.getEpoch()),
                        Long.toString(m.getN()),
                        m.getContentSha256(),
                        Long.toString(m.getContentBytes()),
                        m.getProvenanceSha256(),
                        Long.toString(m.getTransitions()),
                        String.valueOf(m.getKeyId()))
                .getBytes(StandardCharsets.UTF_8);
    }
}
