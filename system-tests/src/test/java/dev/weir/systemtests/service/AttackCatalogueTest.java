package dev.weir.systemtests.service;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.rl.learn.Learner;
import dev.weir.schemas.problem.ProblemFile;
import dev.weir.service.ServiceSettings;
import dev.weir.service.security.SecuritySettings;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is done to services that stand in the open, each while a good caller goes on. */
class AttackCatalogueTest {
    private static final String BODY = "{\"unit\":\"u\",\"features\":{\"x\":1}}";
    private static final String TOKEN = "a token of thirty-two characters";

    @TempDir
    static Path folder;

    private static ServiceUnderTest test;
    private GoodCaller good;

    @BeforeAll
    static void start() throws Exception {
        byte[] hash = MessageDigest.getInstance("SHA-256").digest(TOKEN.getBytes(StandardCharsets.UTF_8));
        Files.writeString(
                folder.resolve("security.yaml"), """
                principals: [{principal: good, token-sha256: %s, roles: {attacked: [decide]}}]
                bounds: {header-time: PT1S, body-time: PT1S, idle: PT20S, connections: 4000}
                """.formatted(HexFormat.of().formatHex(hash)));
        ProblemFile file = ServiceUnderTest.problem("""
                problem: attacked
                features: [{name: x, type: numeric, missing: 0}]
                actions: {ids: [red, green]}
                default-action: green
                reward: {formula: click, window: PT5S, if-none: 0}
                tracks: {linear: {algorithm: {name: linear}, publish: {every-transitions: 10}}}
                """, OneBroker.bootstrap());
        Learner learner = ServiceUnderTest.learner(file, 20);
        ServiceUnderTest.publish(file, 0, 1, learner, learner.content());
        test = new ServiceUnderTest(
                List.of(file),
                new ServiceSettings(0, 0, folder.resolve("data"), "test", 1)
                        .with(SecuritySettings.read(folder.resolve("security.yaml"))));
    }

    @AfterAll
    static void stop() {
        test.close();
    }

    @BeforeEach
    void aGoodCallerIsServed() throws Exception {
        good = GoodCaller.start(test, TOKEN, BODY);
    }

    @AfterEach
    void andAfterwardsToo() throws Exception {
        assertThat(good.stop()).as("each answer was 200").isGreaterThan(10);
    }

    private static Wire wire() throws Exception {
        return new Wire(test.service.port());
    }

    private static String head(String... more) {
        return "POST /v1/problems/attacked/decisions HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer " + TOKEN + "\r\n"
                + String.join("", more);
    }

    @Test
    void headersThatTrickleAreHungUpOn() throws Exception {
        try (Wire wire = wire()) {
            assertThat(wire.trickle(head("X-Slow: " + "a".repeat(300)), 50)).isBetween(800L, 6000L);
        }
    }

    @Test
    void aConnectionThatIsKeptMayWaitLongerThanItsFirstHeaders() throws Exception {
        try (Wire wire = wire()) {
            String length = "Content-Length: " + BODY.length() + "\r\n";
            wire.say(head(length, "\r\n", BODY));
            Thread.sleep(2500);
            String heard =
                    wire.say(head(length, "Connection: close\r\n\r\n", BODY)).hear();
            assertThat(heard.split("HTTP/1.1 200")).as(heard).hasSize(3);
        }
    }

    @Test
    void aBodyThatTricklesIsTooSlow() throws Exception {
        try (Wire wire = wire()) {
            assertThat(wire.say(head("Content-Length: 100\r\n\r\n{\"u")).hear())
                    .startsWith("HTTP/1.1 408")
                    .contains("urn:weir:problem:too-slow")
                    .doesNotContain("(still open)");
        }
    }

    @Test
    void aBombIsNotInflated() throws Exception {
        ByteArrayOutputStream bomb = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(bomb)) {
            byte[] nothing = new byte[1 << 20];
            for (int i = 0; i < 200; i++) {
                gzip.write(nothing);
            }
        }
        assertThat(gzipped(bomb.toByteArray())).isEqualTo(413);
        assertThat(gzipped("no gzip".getBytes(StandardCharsets.UTF_8))).isEqualTo(400);
        ByteArrayOutputStream small = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(small)) {
            gzip.write(BODY.getBytes(StandardCharsets.UTF_8));
        }
        assertThat(gzipped(small.toByteArray())).isEqualTo(200);
        try (Wire wire = wire()) {
            assertThat(wire.say(head("Content-Encoding: br\r\nContent-Length: 3\r\n\r\nabc"))
                            .status())
                    .isEqualTo(415);
        }
    }

    private static int gzipped(byte[] body) throws Exception {
        try (Wire wire = wire()) {
            wire.say(
                    head("Content-Encoding: gzip\r\nConnection: close\r\nContent-Length: " + body.length + "\r\n\r\n"));
            return wire.say(body).status();
        }
    }

    @Test
    void twoLengthsAreNoRequest() throws Exception {
        String second = "GET /smuggled HTTP/1.1\r\nHost: x\r\n\r\n";
        for (String lengths : List.of(
                "Content-Length: 5\r\nTransfer-Encoding: chunked\r\n",
                "Content-Length: 5\r\nContent-Length: 6\r\n",
                "Transfer-Encoding: identity, chunked\r\nContent-Length: 5\r\n")) {
            try (Wire wire = wire()) {
                String heard =
                        wire.say(head(lengths, "\r\n", "0\r\n\r\n", second)).hear();
                assertThat(heard).as(lengths).startsWith("HTTP/1.1 400").doesNotContain("404");
                assertThat(heard.split("HTTP/1.1 ")).as(heard).hasSize(2);
            }
        }
    }

    @Test
    void aFloodOfHeadersIsRefused() throws Exception {
        try (Wire wire = wire()) {
            assertThat(wire.say(head("X-A: bbbbbbbbbbbbbbbbbbbb\r\n".repeat(1000), "\r\n"))
                            .status())
                    .isEqualTo(431);
        }
        try (Wire wire = wire()) {
            assertThat(wire.say("GET /" + "a".repeat(8000) + " HTTP/1.1\r\n\r\n")
                            .status())
                    .isEqualTo(414);
        }
        try (Wire wire = wire()) {
            assertThat(wire.say("\0\1\2\3 nonsense\r\n\r\n").status()).isEqualTo(400);
        }
    }

    @Test
    void controlCharactersInIdsAreNamedAndComeIntoNoHeader() throws Exception {
        for (String body : List.of(
                "{\"unit\":\"u\\r\\nSet-Cookie: a=b\"}",
                "{\"unit\":\"u\",\"id\":\"a\\nb\"}",
                "{\"unit\":\"u\",\"id\":\"a\\u0000\"}")) {
            var answer = test.with(test.service.port(), "decisions", body, "Authorization", "Bearer " + TOKEN);
            assertThat(answer.status()).as(body).isEqualTo(422);
            assertThat(answer.body()).contains("control characters").doesNotContain("\n");
        }
        try (Wire wire = wire()) {
            assertThat(wire.say(
                                    "GET /v1/problems/attacked/decisions/%0d%0aX:1 HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n")
                            .status())
                    .isEqualTo(401);
        }
    }

    @Test
    void aLargeBodyOfAStrangerIsNotRead() throws Exception {
        try (Wire wire = wire()) {
            String post = "POST /v1/problems/attacked/decisions HTTP/1.1\r\nHost: x\r\nContent-Length: 9000000\r\n\r\n";
            assertThat(wire.say(post).hear()).startsWith("HTTP/1.1 401").doesNotContain("(still open)");
        }
    }

    @Test
    void twoThousandIdleSocketsHoldNobodyUp() throws Exception {
        List<Wire> idle = new ArrayList<>();
        try {
            for (int i = 0; i < 2000; i++) {
                idle.add(wire());
            }
            try (Wire wire = wire()) {
                String length = "Connection: close\r\nContent-Length: " + BODY.length() + "\r\n\r\n";
                assertThat(wire.say(head(length, BODY)).status()).isEqualTo(200);
            }
            assertThat(idle.get(0).hear()).as("hung up on after header-time").isEmpty();
            assertThat(idle.get(1999).hear()).isEmpty();
        } finally {
            for (Wire wire : idle) {
                wire.close();
            }
        }
    }

    @Test
    void aBodyThatIsTooLargeOrTooDeepIsRefused() throws Exception {
        try (Wire wire = wire()) {
            assertThat(wire.say(head("Content-Length: 99999999\r\n\r\n")).status())
                    .isEqualTo(413);
        }
        try (Wire wire = wire()) {
            assertThat(wire.say(head("Content-Length: 99999999999999999999\r\n\r\n"))
                            .status())
                    .isIn(400, 413);
        }
        String deep = "{\"unit\":\"u\",\"features\":{\"x\":" + "[".repeat(5000);
        assertThat(test.with(test.service.port(), "decisions", deep, "Authorization", "Bearer " + TOKEN)
                        .status())
                .isIn(400, 422);
    }
}
