package dev.weir.service.http;

import dev.weir.service.security.Credentials;
import dev.weir.service.security.Gate;
import dev.weir.service.security.Role;
import dev.weir.service.security.Verdict;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import java.security.cert.X509Certificate;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLPeerUnverifiedException;
import org.jspecify.annotations.Nullable;

/** The gate as HTTP shows it: credentials out of a request, verdicts as problems with their headers. */
final class Entrance {
    private final Gate gate;

    Entrance(Gate gate) {
        this.gate = gate;
    }

    /** True if the caller may go on; else the call is answered. */
    boolean admits(Call call, String problem, Role role) {
        if (gate.letsEverybodyIn()) {
            return true;
        }
        Verdict verdict = gate.judge(credentials(call.request()), problem, role);
        if (verdict instanceof Verdict.Admitted) {
            return true;
        } else if (verdict instanceof Verdict.TooMany t) {
            long seconds = 1 + TimeUnit.NANOSECONDS.toSeconds(t.nanos());
            call.header("Retry-After", Long.toString(seconds));
            refuse(call, ProblemBody.of(429, "too-many", "Too many requests", "again in " + seconds + " s"));
        } else if (verdict instanceof Verdict.Forbidden f) {
            refuse(call, ProblemBody.of(403, "forbidden", "Not allowed", f.why()));
        } else if (verdict instanceof Verdict.Unknown u) {
            call.header("WWW-Authenticate", "Bearer");
            refuse(call, ProblemBody.of(401, "unauthenticated", "Say who you are", u.why()));
        }
        return false;
    }

    /** A large body of somebody who was not let in is not even thrown away. */
    private static void refuse(Call call, ProblemBody problem) {
        String length = call.request().getHeader(HttpHeaders.CONTENT_LENGTH);
        boolean small =
                length == null ? call.request().getHeader(HttpHeaders.TRANSFER_ENCODING) == null : length.length() < 6;
        if (small) {
            call.fail(problem);
        } else {
            call.refuseUnread(problem);
        }
    }

    private static Credentials credentials(HttpServerRequest request) {
        return new Credentials(
                request.getHeader(HttpHeaders.AUTHORIZATION),
                request.isSSL() ? subject(request) : null,
                request.remoteAddress().hostAddress());
    }

    private static @Nullable String subject(HttpServerRequest request) {
        try {
            return request.connection().peerCertificates().get(0) instanceof X509Certificate x509
                    ? x509.getSubjectX500Principal().getName()
                    : null;
        } catch (SSLPeerUnverifiedException e) {
            return null; // none was asked for, or none was shown
        }
    }
}
