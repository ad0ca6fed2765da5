package dev.weir.systemtests.service;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.Key;
import java.util.List;
import java.util.Map;
import org.jose4j.jwa.AlgorithmConstraints;
import org.jose4j.jwk.EcJwkGenerator;
import org.jose4j.jwk.JsonWebKey.OutputControlLevel;
import org.jose4j.jwk.JsonWebKeySet;
import org.jose4j.jwk.PublicJsonWebKey;
import org.jose4j.jwk.RsaJwkGenerator;
import org.jose4j.jws.JsonWebSignature;
import org.jose4j.jwt.JwtClaims;
import org.jose4j.jwt.NumericDate;
import org.jose4j.keys.EllipticCurves;
import org.jose4j.keys.HmacKey;

/** An issuer of JSON Web Tokens, honest ones and others. */
final class Issuer {
    final PublicJsonWebKey rsa;
    final PublicJsonWebKey ec;

    Issuer() throws Exception {
        rsa = RsaJwkGenerator.generateJwk(2048);
        rsa.setKeyId("rsa");
        ec = EcJwkGenerator.generateJwk(EllipticCurves.P256);
        ec.setKeyId("ec");
    }

    void publish(Path file) throws Exception {
        Files.writeString(file, new JsonWebKeySet(List.of(rsa, ec)).toJson(OutputControlLevel.PUBLIC_ONLY));
    }

    /** Claims that are good for an hour. */
    JwtClaims claims(String subject, String problem, String role) {
        JwtClaims claims = new JwtClaims();
        claims.setIssuer("https://issuer.example");
        claims.setAudience("weir");
        claims.setSubject(subject);
        claims.setExpirationTimeMinutesInTheFuture(60);
        claims.setClaim("weir", Map.of(problem, List.of(role)));
        return claims;
    }

    JwtClaims expired() {
        JwtClaims claims = claims("late", "*", "decide");
        claims.setExpirationTime(NumericDate.fromSeconds(System.currentTimeMillis() / 1000 - 3600));
        return claims;
    }

    String rs256(JwtClaims claims) throws Exception {
        return signed(claims, "RS256", "rsa", rsa.getPrivateKey());
    }

    String es256(JwtClaims claims) throws Exception {
        return signed(claims, "ES256", "ec", ec.getPrivateKey());
    }

    /** Signed with the public key taken for a secret. */
    String confused(JwtClaims claims) throws Exception {
        byte[] secret = rsa.getPublicKey().getEncoded();
        return signed(claims, "HS256", "rsa", new HmacKey(secret));
    }

    String unsigned(JwtClaims claims) throws Exception {
        return signed(claims, "none", null, null);
    }

    private static String signed(JwtClaims claims, String algorithm, String keyId, Key key) throws Exception {
        JsonWebSignature jws = new JsonWebSignature();
        jws.setAlgorithmConstraints(AlgorithmConstraints.NO_CONSTRAINTS);
        jws.setPayload(new String(claims.toJson().getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8));
        jws.setAlgorithmHeaderValue(algorithm);
        if (keyId != null) {
            jws.setKeyIdHeaderValue(keyId);
        }
        jws.setKey(key);
        return jws.getCompactSerialization();
    }
}
