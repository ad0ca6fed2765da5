package dev.weir.service.security;

import org.jspecify.annotations.Nullable;

/**
 * What a caller shows.
 *
 * @param authorization the header, or null
 * @param subject       of the certificate that TLS has verified, RFC 2253, or null
 * @param address       where it comes from
 */
public record Credentials(
        @Nullable String authorization, @Nullable String subject, String address) {
    /** Says nothing of a token. */
    @Override
    public String toString() {
        return "credentials of " + address;
    }
}
