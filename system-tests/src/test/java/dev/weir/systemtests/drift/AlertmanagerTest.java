package dev.weir.systemtests.drift;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.weir.ops.alert.AlertForwarder;
import dev.weir.ops.drift.DriftWatcher;
import dev.weir.ops.embedded.EmbeddedBroker;
import dev.weir.ops.embedded.FreePort;
import dev.weir.schemas.problem.ProblemFile;
import dev.weir.schemas.problem.ProblemFiles;
import dev.weir.schemas.topic.KafkaSettings.Kind;
import dev.weir.schemas.topic.TopicPlan;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A real Alertmanager: Debian's {@code prometheus-alertmanager}, or the one that {@code WEIR_TEST_ALERTMANAGER} names. */
class AlertmanagerTest {
    private static final Path PROGRAM =
            Path.of(System.getenv().getOrDefault("WEIR_TEST_ALERTMANAGER", "/usr/bin/prometheus-alertmanager"));
    private static final long PATIENCE_MILLIS = 60_000;

    private final HttpClient http = HttpClient.newHttpClient();

    @TempDir
    Path folder;

    private JsonNode alerts(int port) throws InterruptedException {
        try {
            HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/api/v2/alerts"))
                    .build();
            return JsonMapper.builder()
                    .build()
                    .readTree(http.send(request, BodyHandlers.ofByteArray()).body());
        } catch (IOException e) {
            return JsonMapper.builder().build().createArrayNode(); // it is starting
        }
    }

    private void await(Process manager, int port, int alerts) throws InterruptedException, IOException {
        long end = System.currentTimeMillis() + PATIENCE_MILLIS;
        while (alerts(port).size() != alerts) {
            assertThat(manager.isAlive())
                    .as(Files.readString(folder.resolve("log")))
                    .isTrue();
            assertThat(System.currentTimeMillis())
                    .as("time for %d alerts", alerts)
                    .isLessThan(end);
            Thread.sleep(200);
        }
    }

    @Test
    void showsWhatFiresAndForgetsWhatHasEnded() throws Exception {
        assumeTrue(
                Files.isExecutable(PROGRAM),
                PROGRAM + " is not installed: the test with a real Alertmanager is skipped");
        int port = FreePort.any();
        Path config = Files.writeString(
                folder.resolve("alertmanager.yml"), "route: {receiver: nobody}\nreceivers: [{name: nobody}]\n");
        Process manager = new ProcessBuilder(
                        PROGRAM.toString(),
                        "--config.file=" + config,
                        "--storage.path=" + folder.resolve("data"),
                        "--web.listen-address=127.0.0.1:" + port,
                        "--cluster.listen-address=")
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("log").toFile())
                .start();
        try (EmbeddedBroker broker = EmbeddedBroker.start(folder.resolve("broker"), 0)) {
            String more = ", alertmanager: \"http://127.0.0.1:" + port + "\", allow: [127.0.0.1]";
            ProblemFile file = ProblemFiles.read(ShopFeed.YAML.formatted(more, broker.bootstrapServers()), Map.of());
            try (Admin admin = Admin.create(file.kafkaSettings().forClient(Kind.ADMIN))) {
                TopicPlan.apply(file, admin);
            }
            try (ShopFeed feed = new ShopFeed(file);
                    DriftWatcher watcher =
                            DriftWatcher.start(file, folder.resolve("state"), new SimpleMeterRegistry());
                    AlertForwarder forwarder = AlertForwarder.start(file, new SimpleMeterRegistry())) {
                feed.write(1500, 0, 0.02);
                feed.write(300, 1.5, 0.02);
                await(manager, port, 1);
                JsonNode alert = alerts(port).get(0);
                assertThat(alert.path("labels").path("alertname").asString()).isEqualTo("reward-drift");
                assertThat(alert.path("annotations").path("action").asString()).startsWith("weir ");
                feed.write(1500, 0, 0.02);
                await(manager, port, 0);
                assertThat(watcher.failure()).isEmpty();
                assertThat(forwarder.troubles()).isEmpty();
            }
        } finally {
            manager.destroy();
            assertThat(manager.waitFor(10, TimeUnit.SECONDS)).isTrue();
        }
    }
}
