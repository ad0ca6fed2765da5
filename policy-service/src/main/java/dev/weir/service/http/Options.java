package dev.weir.service.http;

import dev.weir.service.security.Bounds;
import dev.weir.service.security.SecuritySettings;
import dev.weir.service.security.Tls;
import io.vertx.core.http.ClientAuth;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.net.PemKeyCertOptions;
import io.vertx.core.net.PemTrustOptions;
import java.util.Set;

/** How both ports listen: HTTP/1.1 alone, bounded, with TLS where it is configured. */
final class Options {
    private Options() {}

    static HttpServerOptions of(SecuritySettings security) {
        Bounds bounds = security.bounds();
        HttpServerOptions options = new HttpServerOptions()
                .setHandle100ContinueAutomatically(true)
                .setIdleTimeout((int) Math.max(1, bounds.idle().toSeconds()))
                .setTcpNoDelay(true)
                .setAcceptBacklog(1024)
                .setHttp2ClearTextEnabled(false)
                .setUseAlpn(false)
                .setMaxHeaderSize(bounds.headers());
        Tls tls = security.tls();
        if (tls != null) {
            options.setSsl(true)
                    .setEnabledSecureTransportProtocols(Set.of("TLSv1.3", "TLSv1.2"))
                    .setKeyCertOptions(new PemKeyCertOptions()
                            .addCertPath(tls.certificate().toString())
                            .addKeyPath(tls.key().toString()));
            if (tls.clientCa() != null) {
                options.setTrustOptions(
                                new PemTrustOptions().addCertPath(tls.clientCa().toString()))
                        .setClientAuth(tls.required() ? ClientAuth.REQUIRED : ClientAuth.REQUEST);
            }
        }
        return options;
    }
}
