package dev.weir.systemtests.ingestion;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.ingestion.Ingestion;
import dev.weir.schemas.avro.Decision;
import dev.weir.schemas.wire.RecordType;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.file.Path;
import java.time.Duration;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SilenceTest {
    private static final int DECISIONS = 50;
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @TempDir
    Path folder;

    @Test
    void everyWindowClosesWithinWindowAndTwoTicksAfterTheLastDecision() {
        try (Stage stage = new Stage(folder.resolve("broker"), Problems.yaml("silence", "PT5S", 1));
                Ingestion ingestion = Ingestion.start(stage.file, folder.resolve("state"), new SimpleMeterRegistry())) {
            for (int i = 0; i < DECISIONS; i++) {
                Decision d = Stage.decision(i, i, Stage.T0 + 20 * i);
                stage.decide(d);
            }
            long last = Stage.T0 + 20 * (DECISIONS - 1);
            for (long tick = Stage.T0 + 1000; tick <= last + 5000 + 2000; tick += 1000) {
                stage.tick(tick); // and nothing else: silence
            }

            var records = stage.read(
                    stage.file.topics().transitions(),
                    PATIENCE,
                    r -> r.stream().filter(SilenceTest::isTransition).count() >= DECISIONS);

            assertThat(records.stream().filter(SilenceTest::isTransition)).hasSize(DECISIONS);
            assertThat(ingestion.running()).isTrue();
        }
    }

    private static boolean isTransition(ConsumerRecord<byte[], byte[]> record) {
        return RecordType.of(record.value()) == RecordType.TRANSITION;
    }
}
