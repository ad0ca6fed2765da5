package dev.weir.service.security;

import java.time.Duration;

/**
 * Which JSON Web Tokens are believed.
 *
 * @param keys       a file or an {@code https} address of a JSON Web Key Set
 * @param refresh    how often the keys are read again
 * @param issuer     the claim {@code iss}
 * @param audience   a value of the claim {@code aud}
 * @param rolesClaim the claim with roles: {@code {"inventory": ["decide"]}} or {@code ["inventory:decide"]}
 * @param skew       of clocks, at most
 */
public record JwtSettings(
        String keys, Duration refresh, String issuer, String audience, String rolesClaim, Duration skew) {}
