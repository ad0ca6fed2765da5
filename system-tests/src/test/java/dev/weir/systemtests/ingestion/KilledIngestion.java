package dev.weir.systemtests.ingestion;

import dev.weir.ingestion.Ingestion;
import dev.weir.schemas.problem.ProblemFiles;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/** An ingestion in a process of its own, to be killed. Arguments: brokers, problem file, state folder. */
final class KilledIngestion {
    private KilledIngestion() {}

    public static void main(String[] args) throws Exception {
        var file = ProblemFiles.parse(Files.readString(Path.of(args[1])))
                .withKafka(Map.of(
                        "bootstrap.servers", args[0],
                        "streams.consumer.session.timeout.ms", "1500", // the next one need not wait for the dead
                        "streams.consumer.heartbeat.interval.ms", "300"));
        try (Ingestion ingestion = Ingestion.start(file, Path.of(args[2]), new SimpleMeterRegistry())) {
            while (ingestion.running()) {
                Thread.sleep(100);
            }
            System.exit(1);
        }
    }

    static Process start(String brokers, Path problem, Path state, Path log) throws Exception {
        return new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "--add-modules=jdk.incubator.vector",
                        "-XX:TieredStopAtLevel=1", // it does not live long
                        "-XX:+UseSerialGC",
                        "-Xmx512m",
                        "-cp",
                        System.getProperty("java.class.path"),
                        KilledIngestion.class.getName(),
                        brokers,
                        problem.toString(),
                        state.toString())
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
                .start();
    }
}
