package dev.weir.ops.embedded;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Properties;
import kafka.server.KafkaConfig;
import kafka.server.KafkaRaftServer;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.utils.Time;
import org.apache.kafka.metadata.storage.Formatter;

/**
 * A Kafka broker and its KRaft controller in this process, on loopback. Its data folder is kept: starting again on the
 * same folder continues the same log.
 */
public final class EmbeddedBroker implements AutoCloseable {
    private final KafkaRaftServer server;
    private final int port;

    private EmbeddedBroker(KafkaRaftServer server, int port) {
        this.server = server;
        this.port = port;
    }

    /**
     * Starts a broker and returns when it accepts connections.
     *
     * @param folder for its data; formatted if it is empty
     * @param port   to listen on; 0: any free one
     */
    public static EmbeddedBroker start(Path folder, int port) {
        int chosen = port == 0 ? FreePort.any() : port;
        try {
            Files.createDirectories(folder);
            if (!Files.exists(folder.resolve("meta.properties"))) {
                format(folder);
            }
        } catch (IOException e) {
            throw new IllegalStateException(
                    "cannot prepare the broker's data folder " + folder + ": " + e.getMessage(), e);
        } catch (RuntimeException e) {
            throw e;
        } catch (Exception e) {
            throw new IllegalStateException(
                    "cannot format the broker's data folder " + folder + ": " + e.getMessage(), e);
        }
        KafkaRaftServer server = new KafkaRaftServer(
                KafkaConfig.fromProps(properties(folder, chosen, FreePort.any()), false), Time.SYSTEM);
        server.startup();
        return new EmbeddedBroker(server, chosen);
    }

    /** Where clients connect. */
    public String bootstrapServers() {
        return "127.0.0.1:" + port;
    }

    @Override
    public void close() {
        server.shutdown();
        server.awaitShutdown();
    }

    private static void format(Path folder) throws Exception {
        new Formatter()
                .setPrintStream(new PrintStream(OutputStream.nullOutputStream()))
                .setNodeId(1)
                .setClusterId(Uuid.randomUuid().toString())
                .setControllerListenerName("CONTROLLER")
                .setMetadataLogDirectory(folder.toString())
                .addDirectory(folder.toString())
                .run();
    }

    private static Properties properties(Path folder, int port, int controllerPort) {
        Properties p = new Properties();
        p.put("process.roles", "broker,controller");
        p.put("node.id", "1");
        p.put("listeners", "PLAINTEXT://127.0.0.1:" + port + ",CONTROLLER://127.0.0.1:" + controllerPort);
        p.put("advertised.listeners", "PLAINTEXT://127.0.0.1:" + port);
        p.put("listener.security.protocol.map", "PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT");
        p.put("controller.listener.names", "CONTROLLER");
        p.put("inter.broker.listener.name", "PLAINTEXT");
        p.put("controller.quorum.voters", "1@127.0.0.1:" + controllerPort);
        p.put("log.dirs", folder.toString());
        for (String one : new String[] {
            "offsets.topic.replication.factor",
            "transaction.state.log.replication.factor",
            "transaction.state.log.min.isr",
            "default.replication.factor",
            "min.insync.replicas",
            "share.coordinator.state.topic.replication.factor",
            "share.coordinator.state.topic.min.isr",
            "offsets.topic.num.partitions",
            "transaction.state.log.num.partitions",
            "share.coordinator.state.topic.num.partitions",
            "num.network.threads",
            "num.recovery.threads.per.data.dir"
        }) {
            p.put(one, "1");
        }
        p.put("num.io.threads", "2");
        p.put("background.threads", "2");
        p.put("group.initial.rebalance.delay.ms", "0");
        p.put("auto.create.topics.enable", "false");
        p.put("log.cleaner.dedupe.buffer.size", "4194304"); // 128 MB by default
        p.put("log.retention.ms", "-1"); // simulated time lies in the past: nothing may expire by its stamp
        p.put("broker.heartbeat.interval.ms", "200");
        // A restart on the same folder is let in when the session of the process before it has ended.
        p.put("broker.session.timeout.ms", "3000");
        p.put("group.min.session.timeout.ms", "1000"); // a laptop's restarts need not wait for six seconds
        p.put("log.segment.delete.delay.ms", "0");
        return p;
    }
}
