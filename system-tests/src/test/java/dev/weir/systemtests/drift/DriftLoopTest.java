package dev.weir.systemtests.drift;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.ops.alert.AlertForwarder;
import dev.weir.ops.alert.AlertLog;
import dev.weir.ops.cli.Main;
import dev.weir.ops.drift.DriftWatcher;
import dev.weir.ops.embedded.EmbeddedBroker;
import dev.weir.schemas.avro.Alert;
import dev.weir.schemas.avro.AlertState;
import dev.weir.schemas.problem.ProblemFile;
import dev.weir.schemas.problem.ProblemFiles;
import dev.weir.schemas.topic.KafkaSettings.Kind;
import dev.weir.schemas.topic.TopicPlan;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import org.apache.kafka.clients.admin.Admin;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The watcher on the embedded broker: from transitions to alerts, and from alerts to who is to be told. */
class DriftLoopTest {
    private static final long PATIENCE_MILLIS = 60_000;

    @TempDir
    Path folder;

    private EmbeddedBroker broker;
    private ProblemFile file;
    private int starts;

    @BeforeEach
    void start() {
        broker = EmbeddedBroker.start(folder.resolve("broker"), 0);
        file = problem("");
        try (Admin admin = Admin.create(file.kafkaSettings().forClient(Kind.ADMIN))) {
            TopicPlan.apply(file, admin);
        }
    }

    @AfterEach
    void stop() {
        broker.close();
    }

    private ProblemFile problem(String more) {
        return ProblemFiles.read(ShopFeed.YAML.formatted(more, broker.bootstrapServers()), Map.of());
    }

    /** On a folder of its own each time: what it knows comes from Kafka. */
    private DriftWatcher watcher() {
        return DriftWatcher.start(file, folder.resolve("state-" + starts++), new SimpleMeterRegistry());
    }

    private List<String> told() {
        return AlertLog.all(file).stream()
                .map(a -> a.getState() + " " + a.getName() + "/" + a.getScope() + " " + a.getIncident())
                .toList();
    }

    private static void await(String what, BooleanSupplier holds) throws InterruptedException {
        long end = System.currentTimeMillis() + PATIENCE_MILLIS;
        while (!holds.getAsBoolean()) {
            if (System.currentTimeMillis() > end) {
                throw new AssertionError("within a minute there was no " + what);
            }
            Thread.sleep(100);
        }
    }

    @Test
    void aRewardThatFallsIsToldOfOnceWhateverRestartsThereAreAndThatItIsBack() throws Exception {
        try (ShopFeed feed = new ShopFeed(file)) {
            try (DriftWatcher watcher = watcher()) {
                feed.write(1500, 0, 0.02);
                assertThat(watcher.failure()).isEmpty();
                feed.write(20, 1.5, 0.02); // not enough to be sure
            }
            try (DriftWatcher watcher = watcher()) {
                feed.write(200, 1.5, 0.02);
                await("alert", () -> !told().isEmpty());
                assertThat(watcher.failure()).isEmpty();
            }
            try (DriftWatcher watcher = watcher()) {
                feed.write(300, 1.5, 0.02);
                feed.write(1500, 0, 0.02);
                await("end of the alert", () -> told().size() > 1);
                assertThat(watcher.failure()).isEmpty();
            }
        }
        assertThat(told()).containsExactly("FIRING reward-drift/all 1", "RESOLVED reward-drift/all 1");
        Alert alert = AlertLog.all(file).get(0);
        assertThat(alert.getChangedAt()).isBetween(ShopFeed.BEGINNING + 1_490_000, ShopFeed.BEGINNING + 1_515_000);
        assertThat(alert.getEffect()).isLessThan(-0.5);
        assertThat(alert.getSeverity()).isEqualTo("page");
        assertThat(alert.getAction()).startsWith("weir ");
    }

    @Test
    void outcomesThatStayAwayAreNoFallOfTheReward() throws Exception {
        try (ShopFeed feed = new ShopFeed(file);
                DriftWatcher watcher = watcher()) {
            feed.write(1500, 0, 0.02);
            feed.write(400, 0, 0.6);
            await("alert", () -> !told().isEmpty());
            feed.write(1500, 0, 0.02);
            await("end of the alert", () -> told().size() > 1);
            assertThat(watcher.failure()).isEmpty();
        }
        assertThat(told()).containsExactly("FIRING join-rate-fall/all 1", "RESOLVED join-rate-fall/all 1");
    }

    @Test
    void alertsReachAlertmanagerAndWebhookOnceThoughTheyWereDown() throws Exception {
        try (Receiver manager = new Receiver();
                Receiver hook = new Receiver()) {
            hook.answer = 503;
            manager.answer = 500;
            file = problem(", alertmanager: \"" + manager.address() + "\", webhook: \"" + hook.address()
                    + "/told\", allow: [127.0.0.0/8]");
            try (ShopFeed feed = new ShopFeed(file);
                    DriftWatcher watcher = watcher()) {
                feed.write(1500, 0, 0.02);
                feed.write(300, 1.5, 0.02);
                await("alert", () -> told().size() == 1);
                AlertForwarder first = AlertForwarder.start(file, new SimpleMeterRegistry());
                await("trouble", () -> first.troubles().size() == 2);
                hook.answer = 200;
                manager.answer = 200;
                await("word to the webhook", () -> hook.bodies.size() == 1);
                await("repeated word to Alertmanager", () -> manager.bodies.size() >= 3);
                await("end of trouble", () -> first.troubles().isEmpty());
                first.close();
                AlertForwarder second = AlertForwarder.start(file, new SimpleMeterRegistry());
                feed.write(1500, 0, 0.02);
                await("word of the end", () -> hook.bodies.size() > 1);
                await("end at Alertmanager", () -> !manager.bodies.isEmpty() && ended(manager));
                Thread.sleep(1_500); // would anything be told again?
                second.close();
                assertThat(watcher.failure()).isEmpty();
            }
            assertThat(hook.bodies).extracting(b -> b.path("state").asString()).containsExactly("firing", "resolved");
            assertThat(hook.paths).containsOnly("/told");
            assertThat(manager.paths).containsOnly("/api/v2/alerts");
            assertThat(manager.bodies
                            .get(0)
                            .get(0)
                            .path("labels")
                            .path("alertname")
                            .asString())
                    .isEqualTo("reward-drift");
            assertThat(manager.bodies.get(0).get(0).path("startsAt").asString())
                    .isEqualTo(manager.bodies.get(2).get(0).path("startsAt").asString());
        }
    }

    private static boolean ended(Receiver manager) {
        return manager.bodies.stream()
                .anyMatch(b ->
                        b.get(0).path("annotations").path("state").asString("").equals("resolved"));
    }

    @Test
    void aPrivateAddressThatNobodyAllowedIsNotTold() throws Exception {
        try (Receiver hook = new Receiver()) {
            file = problem(", webhook: \"" + hook.address() + "\"");
            try (ShopFeed feed = new ShopFeed(file);
                    DriftWatcher watcher = watcher();
                    AlertForwarder forwarder = AlertForwarder.start(file, new SimpleMeterRegistry())) {
                feed.write(1500, 0, 0.02);
                feed.write(300, 1.5, 0.02);
                await(
                        "refusal",
                        () -> forwarder.troubles().getOrDefault("webhook", "").contains("alerts.allow"));
                assertThat(watcher.failure()).isEmpty();
            }
            assertThat(hook.bodies).isEmpty();
        }
    }

    @Test
    void theCommandLineListsWhatFires() throws Exception {
        Path path = folder.resolve("shop.yaml");
        Files.writeString(path, ShopFeed.YAML.formatted("", broker.bootstrapServers()));
        assertThat(Main.commandLine().execute("alerts", "list", path.toString()))
                .isZero();
        try (ShopFeed feed = new ShopFeed(file);
                DriftWatcher watcher = watcher()) {
            feed.write(1500, 0, 0.02);
            feed.write(300, 1.5, 0.02);
            await("alert", () -> told().size() == 1);
            assertThat(watcher.failure()).isEmpty();
        }
        assertThat(Main.commandLine().execute("alerts", "list", path.toString(), "-o", "json"))
                .isEqualTo(1);
        assertThat(AlertLog.latest(AlertLog.all(file)).get(0).getState()).isEqualTo(AlertState.FIRING);
    }
}
