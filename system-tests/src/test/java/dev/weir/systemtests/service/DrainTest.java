package dev.weir.systemtests.service;

import static dev.weir.systemtests.service.ServiceUnderTest.until;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weir.schemas.problem.ProblemFile;
import dev.weir.service.ServiceSettings;
import dev.weir.systemtests.service.ServiceUnderTest.Answer;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How a service begins and ends. */
class DrainTest {
    @TempDir
    Path folder;

    @Test
    void itIsReadyOnceWarmAndAnswersWhatItHasTakenBeforeItEnds() throws Exception {
        try (ChildJvm broker = ChildJvm.start(
                BrokerProcess.class,
                folder.resolve("broker.log"),
                folder.resolve("broker").toString())) {
            ProblemFile file = ServiceUnderTest.problem("""
                    problem: drained
                    features: [{name: x, type: numeric, size: 2, missing: 0}, {name: t, type: text, buckets: 8}]
                    actions: {quantities: {max: 60, step: 1}}
                    default-action: from-request
                    limits: {max: request.max-order}
                    reward: {formula: sold, window: PT5S, if-none: 0}
                    service: {log: before-reply}
                    tracks: {linear: {algorithm: {name: linear}, publish: {every-transitions: 10}}}
                    """, broker.ready());
            ServiceUnderTest test =
                    new ServiceUnderTest(List.of(file), new ServiceSettings(0, 0, folder.resolve("data"), "test", 1));
            until(() -> ready(test) == 200);
            assertThat(test.decisions()).as("what was rehearsed is not logged").isEmpty();
            String body = "{\"unit\":\"u\",\"baselineAction\":\"3\",\"allowed\":{\"max-order\":48}}";
            assertThat(test.post("decisions", body).status()).isEqualTo(200);
            broker.freeze();
            CompletableFuture<Answer> asked = CompletableFuture.supplyAsync(() -> post(test, body));
            Thread.sleep(500);
            CompletableFuture<Void> closed = CompletableFuture.runAsync(test::close);
            Thread.sleep(500);
            assertThatThrownBy(() -> test.post("decisions", body)).isInstanceOf(IOException.class);
            broker.thaw();
            assertThat(asked.get(20, TimeUnit.SECONDS).status()).isEqualTo(200);
            closed.get(60, TimeUnit.SECONDS);
            assertThat(test.decisions()).hasSize(2);
        }
    }

    private static int ready(ServiceUnderTest test) {
        try {
            return test.admin("/health/ready", null).status();
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    private static Answer post(ServiceUnderTest test, String body) {
        try {
            return test.post("decisions", body);
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }
}
