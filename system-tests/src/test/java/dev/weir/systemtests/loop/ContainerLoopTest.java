package dev.weir.systemtests.loop;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.github.dockerjava.api.command.InspectContainerResponse;
import com.github.dockerjava.api.command.PullImageResultCallback;
import dev.weir.ops.embedded.FreePort;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.testcontainers.DockerClientFactory;
import org.testcontainers.images.builder.Transferable;
import org.testcontainers.kafka.KafkaContainer;
import org.testcontainers.utility.DockerImageName;

/**
 * The loop on a broker in a container: {@code WEIR_TEST_KAFKA_IMAGE}, else the image that {@code system-tests/docker/build}
 * makes, else the official one.
 */
class ContainerLoopTest {
    private static final String OURS = "weir/kafka:4.3.1";
    private static final String OFFICIAL = "apache/kafka:4.3.1";

    @TempDir
    Path folder;

    @Test
    void learnsOnABrokerInAContainer() throws Exception {
        assumeTrue(dockerRuns(), "skipped: no Docker engine here");
        String image = image();
        assumeTrue(!image.isEmpty(), "skipped: no Kafka image here; make one by system-tests/docker/build");
        try (HostKafka kafka = new HostKafka(image)) {
            kafka.start();
            LoopOnBroker.assertLearned(
                    LoopOnBroker.play("newsvendor", 1000, 100, 41, kafka.getBootstrapServers(), folder), 1000);
            LoopOnBroker.assertLearned(
                    LoopOnBroker.play("translation", 1000, 100, 42, kafka.getBootstrapServers(), folder), 1000);
            System.out.println("ContainerLoopTest: ran on " + image);
        }
    }

    private static boolean dockerRuns() {
        try {
            return DockerClientFactory.instance().isDockerAvailable();
        } catch (RuntimeException e) {
            return false;
        }
    }

    /** What is there, the official image first; else the official one is pulled, but not for longer than a minute and a half. */
    private static String image() throws InterruptedException {
        String named = System.getenv("WEIR_TEST_KAFKA_IMAGE");
        if (named != null && !named.isBlank()) {
            return named;
        }
        for (String candidate : List.of(OFFICIAL, OURS)) {
            boolean there = DockerClientFactory.instance().client().listImagesCmd().exec().stream()
                    .anyMatch(i ->
                            i.getRepoTags() != null && List.of(i.getRepoTags()).contains(candidate));
            if (there) {
                return candidate;
            }
        }
        return pulled(OFFICIAL) ? OFFICIAL : "";
    }

    private static boolean pulled(String image) throws InterruptedException {
        try {
            return DockerClientFactory.instance()
                    .client()
                    .pullImageCmd(image)
                    .exec(new PullImageResultCallback())
                    .awaitCompletion(90, TimeUnit.SECONDS);
        } catch (RuntimeException e) {
            return false; // no network, or no such image: the test says that it skips
        }
    }

    /** Listens on loopback of the host's own network: no port is published to anybody else. */
    private static final class HostKafka extends KafkaContainer {
        private final int port = FreePort.any();
        private final int broker = FreePort.any();
        private final int controller = FreePort.any();

        private HostKafka(String image) {
            super(DockerImageName.parse(image).asCompatibleSubstituteFor("apache/kafka"));
            withNetworkMode("host");
            setExposedPorts(List.of());
        }

        @Override
        protected void configure() {
            super.configure();
            addEnv(
                    "KAFKA_LISTENERS",
                    "PLAINTEXT://127.0.0.1:" + port + ",BROKER://127.0.0.1:" + broker + ",CONTROLLER://127.0.0.1:"
                            + controller);
            addEnv("KAFKA_LOG_DIRS", "/var/lib/kafka/data");
            addEnv("KAFKA_CONTROLLER_QUORUM_VOTERS", "1@127.0.0.1:" + controller);
            addEnv("KAFKA_LOG_RETENTION_MS", "-1");
        }

        @Override
        public String getBootstrapServers() {
            return "127.0.0.1:" + port;
        }

        @Override
        protected void containerIsStarting(InspectContainerResponse info) {
            String script = "#!/bin/bash\nexport KAFKA_ADVERTISED_LISTENERS=PLAINTEXT://127.0.0.1:" + port
                    + ",BROKER://127.0.0.1:" + broker + "\n/etc/kafka/docker/run\n";
            copyFileToContainer(Transferable.of(script, 0777), "/tmp/testcontainers_start.sh");
        }
    }
}
