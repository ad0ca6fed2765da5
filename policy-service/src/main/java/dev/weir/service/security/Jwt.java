package dev.weir.service.security;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jose4j.jwa.AlgorithmConstraints;
import org.jose4j.jwa.AlgorithmConstraints.ConstraintType;
import org.jose4j.jws.AlgorithmIdentifiers;
import org.jose4j.jwt.JwtClaims;
import org.jose4j.jwt.MalformedClaimException;
import org.jose4j.jwt.consumer.InvalidJwtException;
import org.jose4j.jwt.consumer.JwtConsumer;
import org.jose4j.jwt.consumer.JwtConsumerBuilder;
import org.jspecify.annotations.Nullable;

/**
 * JSON Web Tokens of one issuer for one audience, signed with RS256 or ES256 and nothing else: the token does not choose.
 * What was verified is remembered by its hash until it expires. Safe for use by many threads.
 */
final class Jwt implements AutoCloseable {
    private static final int REMEMBERED = 10_000;

    private final JwtSettings settings;
    private final Jwks keys;
    private final JwtConsumer consumer;
    private final Map<String, Verified> verified = new ConcurrentHashMap<>();

    private record Verified(Principal principal, long until) {}

    Jwt(JwtSettings settings) {
        this.settings = settings;
        this.keys = Jwks.start(settings.keys(), settings.refresh());
        this.consumer = new JwtConsumerBuilder()
                .setJwsAlgorithmConstraints(new AlgorithmConstraints(
                        ConstraintType.PERMIT,
                        AlgorithmIdentifiers.RSA_USING_SHA256,
                        AlgorithmIdentifiers.ECDSA_USING_P256_CURVE_AND_SHA256))
                .setVerificationKeyResolver(keys)
                .setExpectedIssuer(settings.issuer())
                .setExpectedAudience(settings.audience())
                .setRequireExpirationTime()
                .setRequireSubject()
                .setAllowedClockSkewInSeconds((int) settings.skew().toSeconds())
                .build();
    }

    /** Who was verified before by the token of this hash, or null. */
    @Nullable
    Principal known(String hash) {
        Verified before = verified.get(hash);
        if (before == null) {
            return null;
        } else if (System.currentTimeMillis() > before.until) {
            verified.remove(hash);
            return null;
        }
        return before.principal;
    }

    /** Who this token speaks for, or null if it is not to be believed. */
    @Nullable
    Principal verify(String token, String hash) {
        try {
            JwtClaims claims = consumer.processToClaims(token);
            Principal principal =
                    new Principal(claims.getSubject(), Roles.of(claims.getClaimValue(settings.rolesClaim())));
            if (verified.size() >= REMEMBERED) {
                verified.clear();
            }
            verified.put(
                    hash,
                    new Verified(
                            principal,
                            claims.getExpirationTime().getValueInMillis()
                                    + settings.skew().toMillis()));
            return principal;
        } catch (InvalidJwtException | MalformedClaimException | IllegalArgumentException e) {
            return null; // why is not said to who shows it, and the token must not get into a log
        }
    }

    @Override
    public void close() {
        keys.close();
    }
}
