package dev.weir.systemtests.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weir.service.ServiceSettings;
import dev.weir.service.security.SecuritySettings;
import dev.weir.systemtests.service.ServiceUnderTest.Answer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import org.jose4j.jwt.JwtClaims;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SecurityTest {
    private static final String BODY = "{\"unit\":\"u\"}";

    @TempDir
    static Path folder;

    private static Issuer issuer;
    private static ServiceUnderTest test;

    @BeforeAll
    static void start() throws Exception {
        issuer = new Issuer();
        issuer.publish(folder.resolve("jwks.json"));
        Files.writeString(folder.resolve("principals.yaml"), """
                principals:
                  - {principal: shop, token-sha256: %s, roles: {guarded: [decide]}}
                  - {principal: other, token-sha256: %s, roles: {elsewhere: [decide, observe, admin]}}
                  - {principal: watcher, token-sha256: %s, roles: {"*": [observe]}}
                  - {principal: ops, token-sha256: %s, roles: {"*": [admin]}}
                  - {principal: eager, token-sha256: %s, roles: {guarded: [decide]}}
                """.formatted(
                        sha("shop-token"), sha("other-token"), sha("watcher"), sha("ops"), sha("eager")));
        Files.writeString(folder.resolve("security.yaml"), """
                principals-file: principals.yaml
                jwt: {jwks: jwks.json, issuer: "https://issuer.example", audience: weir}
                rate: {per-second: 2, burst: 15}
                """);
        test = new ServiceUnderTest(
                List.of(ServiceUnderTest.problem("""
                        problem: guarded
                        features: [{name: x, type: numeric, missing: 0}]
                        actions: {ids: [red, green]}
                        default-action: green
                        reward: {formula: click, window: PT5S, if-none: 0}
                        tracks: {linear: {algorithm: {name: linear}, publish: {every-transitions: 10}}}
                        """, OneBroker.bootstrap())),
                new ServiceSettings(0, 0, folder, "test", 1)
                        .with(SecuritySettings.read(folder.resolve("security.yaml"))));
    }

    @AfterAll
    static void stop() {
        test.close();
    }

    private static String sha(String token) throws Exception {
        byte[] hash = MessageDigest.getInstance("SHA-256").digest(token.getBytes(StandardCharsets.UTF_8));
        return HexFormat.of().formatHex(hash);
    }

    private static Answer decide(String token) throws Exception {
        return test.with(test.service.port(), "decisions", BODY, "Authorization", "Bearer " + token);
    }

    @Test
    void aTokenIsKnownByItsHashAndHoldsWhereItsRolesAre() throws Exception {
        assertThat(decide("shop-token").status()).isEqualTo(200);
        assertThat(decide("other-token").status()).isEqualTo(403);
        assertThat(decide("watcher").status()).isEqualTo(403);
        Answer none = test.post("decisions", BODY);
        assertThat(none.status()).isEqualTo(401);
        assertThat(none.json().get("type").asString()).isEqualTo("urn:weir:problem:unauthenticated");
        assertThat(decide(sha("shop-token")).status())
                .as("the hash is no token")
                .isEqualTo(401);
        assertThat(decide("shop-toke").status()).isEqualTo(401);
        assertThat(test.get("/openapi.json").status()).isEqualTo(200);
        assertThat(test.with(test.service.port(), "policy", null, "Authorization", "Bearer watcher")
                        .status())
                .isEqualTo(404);
        assertThat(test.with(test.service.port(), "policy", null, "Authorization", "Bearer shop-token")
                        .status())
                .isEqualTo(403);
    }

    @Test
    void theAdminPortIsOpenForHealthAlone() throws Exception {
        int port = test.service.adminPort();
        assertThat(test.admin("/health/live", null).status()).isEqualTo(200);
        assertThat(test.admin("/metrics", null).status()).isEqualTo(401);
        assertThat(test.with(port, "/metrics", null, "Authorization", "Bearer watcher")
                        .status())
                .isEqualTo(200);
        assertThat(test.with(port, "ticks", "{\"time\":1}", "Authorization", "Bearer watcher")
                        .status())
                .isEqualTo(403);
        assertThat(test.with(port, "ticks", "{\"time\":1}", "Authorization", "Bearer ops")
                        .status())
                .as("let in; the problem's time is the clock's")
                .isEqualTo(422);
    }

    @Test
    void webTokensAreBelievedIfSignedAsTheServiceWantsAndInTime() throws Exception {
        JwtClaims good = issuer.claims("jane", "guarded", "decide");
        assertThat(decide(issuer.rs256(good)).status()).isEqualTo(200);
        assertThat(decide(issuer.es256(good)).status()).isEqualTo(200);
        assertThat(decide(issuer.es256(good)).status()).isEqualTo(200);
        assertThat(decide(issuer.rs256(issuer.claims("jane", "guarded", "observe")))
                        .status())
                .isEqualTo(403);
        assertThat(decide(issuer.unsigned(good)).status()).isEqualTo(401);
        assertThat(decide(issuer.confused(good)).status()).isEqualTo(401);
        assertThat(decide(issuer.rs256(issuer.expired())).status()).isEqualTo(401);
        assertThat(decide(new Issuer().rs256(good)).status())
                .as("another's key")
                .isEqualTo(401);
        JwtClaims audience = issuer.claims("jane", "guarded", "decide");
        audience.setAudience("somebody else");
        assertThat(decide(issuer.rs256(audience)).status()).isEqualTo(401);
        JwtClaims from = issuer.claims("jane", "guarded", "decide");
        from.setIssuer("https://evil.example");
        assertThat(decide(issuer.rs256(from)).status()).isEqualTo(401);
    }

    @Test
    void whoAsksTooOftenWaitsAndNobodyElseDoes() throws Exception {
        int refused = 0;
        for (int i = 0; i < 40; i++) {
            Answer answer = decide("eager");
            if (answer.status() == 429) {
                refused++;
                assertThat(Integer.parseInt(answer.retryAfter())).isBetween(1, 2);
                assertThat(answer.json().get("status").asInt()).isEqualTo(429);
            }
        }
        assertThat(refused).isPositive();
        assertThat(decide(issuer.rs256(issuer.claims("patient", "guarded", "decide")))
                        .status())
                .isEqualTo(200);
    }

    @Test
    void aSettingsFileThatCannotHoldIsRefusedWithItsKey() throws Exception {
        refused("prinzipals: []", "prinzipals", "unknown");
        refused("principals: [{principal: a, token-sha256: secret, roles: {x: [decide]}}]", "token-sha256");
        refused("principals: [{principal: a, token-sha256: " + sha("a") + ", roles: {x: [king]}}]", "king");
        refused("jwt: {jwks: none.json, issuer: a, audience: b}", "jwt.jwks", "none.json");
        refused("tls: {certificate: jwks.json}", "tls.key");
        refused("bounds: {body: 3}", "bounds.body", "1024");
        refused("snapshot-keys: {a: zz}", "Ed25519");
    }

    private static void refused(String yaml, String... named) throws Exception {
        Path file = Files.writeString(folder.resolve("bad.yaml"), yaml);
        assertThatThrownBy(() -> SecuritySettings.read(file))
                .hasMessageContainingAll(named)
                .hasMessageNotContaining("was secret");
    }
}
