package dev.weir.systemtests.ingestion;

import dev.weir.schemas.problem.ProblemFile;
import dev.weir.schemas.streams.StreamsSettings;
import dev.weir.schemas.topic.KafkaSettings.Kind;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Properties;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.StreamsBuilder;
import org.apache.kafka.streams.kstream.Consumed;
import org.apache.kafka.streams.kstream.JoinWindows;
import org.apache.kafka.streams.kstream.Produced;
import org.apache.kafka.streams.kstream.StreamJoined;

/** What one would write without Weir: a windowed stream-stream join that puts the two values behind one another. */
final class DslJoin {
    private DslJoin() {}

    static double seconds(ProblemFile file, Path folder, int window, int pairs) throws Exception {
        String out = file.topics().decisions() + ".dsl";
        try (Admin admin = Admin.create(file.kafkaSettings().forClient(Kind.ADMIN))) {
            admin.createTopics(List.of(new NewTopic(out, 1, (short) 1))).all().get();
        }
        var bytes = Serdes.ByteArray();
        StreamsBuilder builder = new StreamsBuilder();
        var outcomes = builder.stream(
                file.topics().outcomes(), Consumed.with(Serdes.String(), bytes).withName("o"));
        builder.stream(
                        file.topics().decisions(),
                        Consumed.with(Serdes.String(), bytes).withName("d"))
                .join(
                        outcomes,
                        DslJoin::both,
                        JoinWindows.ofTimeDifferenceAndGrace(Duration.ofMillis(window), Duration.ofSeconds(5)),
                        StreamJoined.with(Serdes.String(), bytes, bytes)
                                .withName("j")
                                .withStoreName("j"))
                .to(out, Produced.with(Serdes.String(), bytes).withName("out"));
        Properties settings = StreamsSettings.of(file.kafkaSettings(), out, folder);
        try (KafkaStreams streams = new KafkaStreams(builder.build(), settings)) {
            streams.start();
            return IngestionBenchmark.measure("DSL join", file, out, pairs);
        }
    }

    private static byte[] both(byte[] decision, byte[] outcome) {
        byte[] both = Arrays.copyOf(decision, decision.length + outcome.length);
        System.arraycopy(outcome, 0, both, decision.length, outcome.length);
        return both;
    }
}
