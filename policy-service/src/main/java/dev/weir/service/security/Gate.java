package dev.weir.service.security;

import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Decides who goes on: who is it, may they, not too often. A token that was not known before costs more than one that was,
 * so who keeps showing wrong ones from one address waits. Safe for use by many threads.
 */
public final class Gate implements AutoCloseable {
    private static final Rate FAILURES = new Rate(20, 100);

    private final boolean open;
    private final Map<String, Principal> byToken = new HashMap<>();
    private final Map<String, Principal> bySubject = new HashMap<>();
    private final @Nullable Jwt jwt;
    private final RateLimiter requests;
    private final RateLimiter failures = new RateLimiter(FAILURES);

    public Gate(SecuritySettings settings) {
        this.open = !settings.authenticates();
        for (Known one : settings.known()) {
            if (one.tokenSha256() != null) {
                byToken.put(one.tokenSha256(), one.principal());
            }
            if (one.subject() != null) {
                bySubject.put(one.subject(), one.principal());
            }
        }
        this.jwt = settings.jwt() == null ? null : new Jwt(settings.jwt());
        this.requests = new RateLimiter(settings.rate());
    }

    /** True if nobody is asked anything: there is no need to look at a request. */
    public boolean letsEverybodyIn() {
        return open && !requests.limits();
    }

    /** Judges one request; {@code problem} is {@code ""} for what belongs to none. */
    public Verdict judge(Credentials shown, String problem, Role role) {
        long now = System.nanoTime();
        if (open) {
            long wait = requests.take(shown.address(), now);
            return wait > 0 ? new Verdict.TooMany(wait) : new Verdict.Admitted(Principal.ANYBODY);
        }
        String token = bearer(shown.authorization());
        Principal principal = token == null ? subject(shown) : known(token);
        if (principal == null) {
            long wait = failures.look(shown.address(), now);
            if (wait > 0) {
                return new Verdict.TooMany(wait);
            }
            principal = token == null || jwt == null ? null : jwt.verify(token, Sha256.hex(token));
        }
        if (principal == null) {
            failures.take(shown.address(), now);
            return new Verdict.Unknown(token == null ? "no bearer token and no certificate" : "the token is not valid");
        }
        long wait = requests.take(principal.name(), now);
        if (wait > 0) {
            return new Verdict.TooMany(wait);
        }
        return principal.may(problem, role)
                ? new Verdict.Admitted(principal)
                : new Verdict.Forbidden(
                        "the role " + role.word() + " is needed" + (problem.isEmpty() ? "" : " in problem " + problem));
    }

    private @Nullable Principal subject(Credentials shown) {
        return shown.subject() == null ? null : bySubject.get(shown.subject());
    }

    private @Nullable Principal known(String token) {
        String hash = Sha256.hex(token);
        Principal known = byToken.get(hash);
        return known != null || jwt == null ? known : jwt.known(hash);
    }

    private static @Nullable String bearer(@Nullable String authorization) {
        if (authorization == null || !authorization.regionMatches(true, 0, "Bearer ", 0, 7)) {
            return null;
        }
        return authorization.substring(7).trim();
    }

    @Override
    public void close() {
        if (jwt != null) {
            jwt.close();
        }
    }
}
