package dev.weir.service.security;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * TLS on both ports.
 *
 * @param certificate chain, PEM
 * @param key         PKCS #8, PEM
 * @param clientCa    who signs clients' certificates, PEM; null: clients show none
 * @param required    true: a client without a certificate is not talked to
 */
public record Tls(Path certificate, Path key, @Nullable Path clientCa, boolean required) {}
