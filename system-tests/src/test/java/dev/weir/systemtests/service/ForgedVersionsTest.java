package dev.weir.systemtests.service;

import static dev.weir.systemtests.service.ServiceUnderTest.until;
import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.rl.learn.Learner;
import dev.weir.schemas.avro.PolicyManifest;
import dev.weir.schemas.problem.ProblemFile;
import dev.weir.schemas.wire.SnapshotSignatures;
import dev.weir.service.ServiceSettings;
import dev.weir.service.security.SecuritySettings;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Versions that somebody else has written to the topic: none is served, each is counted, the good one stays. */
class ForgedVersionsTest {
    private static final String YAML = """
            problem: %s
            features: [{name: x, type: numeric, missing: 0}]
            actions: {ids: [%s]}
            default-action: green
            reward: {formula: click, window: PT5S, if-none: 0}
            tracks: {linear: {algorithm: {name: linear}, publish: {every-transitions: 10}}}
            """;

    @TempDir
    Path folder;

    private final KeyPair key;
    private final KeyPair stranger;
    private int refused;

    ForgedVersionsTest() throws Exception {
        key = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
        stranger = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
    }

    @Test
    void onlyWhatAnAllowedKeyHasSignedIsServed() throws Exception {
        ProblemFile file = ServiceUnderTest.problem(YAML.formatted("forged", "red, green"), OneBroker.bootstrap());
        Path settings = Files.writeString(
                folder.resolve("security.yaml"),
                "snapshot-keys: {learner-1: \""
                        + Base64.getEncoder().encodeToString(key.getPublic().getEncoded()) + "\"}");
        try (ServiceUnderTest test = new ServiceUnderTest(
                List.of(file), new ServiceSettings(0, 0, folder, "test", 1).with(SecuritySettings.read(settings)))) {
            Learner good = ServiceUnderTest.learner(file, 20);
            byte[] content = good.content();
            ServiceUnderTest.publish(file, 0, 1, good, content, this::sign);
            until(() -> version(test).equals("0.1"));

            ServiceUnderTest.publish(file, 0, 2, good, content); // unsigned
            refusedAndServed(test, "0.1");
            ServiceUnderTest.publish(
                    file, 0, 3, good, content, m -> SnapshotSignatures.sign(m, "learner-1", stranger.getPrivate()));
            refusedAndServed(test, "0.1");
            ServiceUnderTest.publish(
                    file, 0, 4, good, content, m -> SnapshotSignatures.sign(m, "learner-2", stranger.getPrivate()));
            refusedAndServed(test, "0.1");
            ServiceUnderTest.publish(file, 0, 5, good, content, m -> {
                sign(m);
                m.setTransitions(m.getTransitions() + 1); // changed afterwards
            });
            refusedAndServed(test, "0.1");
            ServiceUnderTest.publish(file, 0, 6, good, content, m -> {
                sign(m);
                m.setSignature(ByteBuffer.wrap(new byte[3]));
            });
            refusedAndServed(test, "0.1");
            byte[] nan = content.clone();
            ByteBuffer.wrap(nan).putDouble(nan.length - 8, Double.NaN);
            ServiceUnderTest.publish(file, 0, 7, good, nan, this::sign); // its hash does not fit
            refusedAndServed(test, "0.1");
            ServiceUnderTest.publish(file, 0, 8, good, nan, m -> {
                m.setContentSha256(ServiceUnderTest.sha256(nan));
                sign(m);
            });
            refusedAndServed(test, "0.1");
            ProblemFile wider =
                    ServiceUnderTest.problem(YAML.formatted("wider", "red, green, blue"), OneBroker.bootstrap());
            Learner other = ServiceUnderTest.learner(wider, 20);
            ServiceUnderTest.publish(file, 0, 9, other, other.content(), this::sign); // another shape
            refusedAndServed(test, "0.1");

            ServiceUnderTest.publish(file, 0, 10, good, content, this::sign);
            until(() -> version(test).equals("0.10"));
            ServiceUnderTest.publish(file, 0, 1, good, content, this::sign); // stale: good once, dropped now
            ServiceUnderTest.publish(file, 0, 11, good, content);
            refusedAndServed(test, "0.10");
        }
    }

    private void sign(PolicyManifest manifest) {
        SnapshotSignatures.sign(manifest, "learner-1", key.getPrivate());
    }

    private void refusedAndServed(ServiceUnderTest test, String version) throws Exception {
        refused++;
        until(() -> test.meters
                        .counter("weir.service.policies.refused", "problem", "forged")
                        .count()
                == refused);
        assertThat(version(test)).isEqualTo(version);
        assertThat(test.post("decisions", "{\"unit\":\"u\"}")
                        .json()
                        .get("version")
                        .asString())
                .isEqualTo(version);
    }

    private static String version(ServiceUnderTest test) {
        try {
            var answer = test.get("policy");
            return answer.status() == 200 ? answer.json().get("version").asString() : "";
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }
}
