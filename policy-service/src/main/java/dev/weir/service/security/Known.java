package dev.weir.service.security;

import org.jspecify.annotations.Nullable;

/**
 * A principal that the settings name.
 *
 * @param tokenSha256 hash of its bearer token, 64 hex digits, or null
 * @param subject     of its client certificate, RFC 2253, or null
 */
public record Known(
        Principal principal,
        @Nullable String tokenSha256,
        @Nullable String subject) {}
