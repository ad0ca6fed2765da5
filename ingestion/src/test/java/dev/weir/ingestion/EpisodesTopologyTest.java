package dev.weir.ingestion;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.ingestion.join.JoinMetrics;
import dev.weir.rl.decision.DecisionId;
import dev.weir.rl.decision.UnitId;
import dev.weir.rl.learn.Experience;
import dev.weir.schemas.avro.DeadLetter;
import dev.weir.schemas.avro.Decision;
import dev.weir.schemas.avro.Features;
import dev.weir.schemas.avro.Situation;
import dev.weir.schemas.avro.Tick;
import dev.weir.schemas.avro.Transition;
import dev.weir.schemas.problem.ProblemFile;
import dev.weir.schemas.problem.ProblemFiles;
import dev.weir.schemas.wire.Codec;
import dev.weir.schemas.wire.RecordType;
import dev.weir.schemas.wire.Values;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Properties;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.streams.TestInputTopic;
import org.apache.kafka.streams.TopologyTestDriver;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** From what callers write to what learners read, with everything between. */
class EpisodesTopologyTest {
    private static final ProblemFile FILE = ProblemFiles.parse("""
            problem: order
            features: [{name: stock, type: numeric, missing: 0}]
            actions: {ids: [wait, order]}
            default-action: wait
            reward: {formula: -cost, window: PT10S, if-none: 0}
            episodes: {timeout: PT1M}
            discount: 0.95
            tracks: {linear: {algorithm: {name: linear}, publish: {every-transitions: 10}}}
            time: {tick: PT1M}
            """);
    private static final Codec<Decision> DECISIONS = Codec.of(Decision.class);
    private static final Codec<Transition> TRANSITIONS = Codec.of(Transition.class);

    @TempDir
    Path folder;

    private TopologyTestDriver driver;
    private TestInputTopic<byte[], byte[]> decisions;
    private TestInputTopic<byte[], byte[]> outcomes;
    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();

    @BeforeEach
    void start() {
        Properties settings = new Properties();
        settings.put("application.id", "test");
        settings.put("bootstrap.servers", "unused:1");
        settings.put("state.dir", folder.toString());
        settings.put("processing.guarantee", "exactly_once_v2");
        driver = new TopologyTestDriver(IngestionTopology.of(FILE, new JoinMetrics(meters, FILE.name())), settings);
        var write = new ByteArraySerializer();
        decisions = driver.createInputTopic(FILE.topics().decisions(), write, write);
        outcomes = driver.createInputTopic(FILE.topics().outcomes(), write, write);
    }

    @AfterEach
    void stop() {
        driver.close();
    }

    @Test
    void anEpisodeBecomesOneExperienceAStep() {
        decide(1, 0, 12);
        decide(3, 20_000, 5);
        decide(2, 10_000, 8);
        happen(1, "{'metrics': {'cost': 4}, 'at': 1000}");
        happen(3, "{'episodeEnd': true, 'truncated': true, 'lastObservation': {'stock': 2}, 'at': 25000}");
        happen(2, "{'metrics': {'cost': 1}, 'at': 12000}");
        tick(60_000);

        List<Experience> experiences = transitions().stream()
                .map(t -> Values.experience(t, FILE.decision()))
                .toList();

        assertThat(experiences).extracting(Experience::step).containsExactly(1L, 2L, 3L);
        assertThat(experiences).extracting(Experience::reward).containsExactly(-4.0, -1.0, 0.0);
        assertThat(experiences).extracting(Experience::discount).containsOnly(0.95);
        assertThat(experiences)
                .extracting(e -> e.next().features().numbers()[0])
                .containsExactly(8.0, 5.0, 2.0);
        assertThat(experiences).extracting(Experience::unit).containsOnly(new UnitId("shop").hash());
    }

    @Test
    void whatIsMissingIsCountedAsAGap() {
        decide(1, 0, 12);
        decide(3, 20_000, 5);
        tick(20_001);

        assertThat(transitions()).singleElement().satisfies(t -> {
            assertThat(t.getTruncated()).isTrue();
            assertThat(t.getNext()).isNull();
            assertThat(t.getDiscount()).isEqualTo(0.95);
        });
        assertThat(meters.get("weir.ingestion.truncated")
                        .tags("result", "gap")
                        .gauge()
                        .value())
                .isEqualTo(1);
    }

    @Test
    void whoDoesNotSayTheStepIsToldSoOnDeadLetters() {
        Decision d = decision(1, 0, 12);
        d.setStep(null);
        decisions.pipeInput(null, DECISIONS.encode(d), 0);
        happen(1, "{'episodeEnd': true, 'lastObservation': {'stokc': 2}, 'at': 25000}");

        List<DeadLetter> letters = read(FILE.topics().deadLetters()).stream()
                .map(Codec.of(DeadLetter.class)::decode)
                .toList();

        assertThat(letters).extracting(DeadLetter::getReason).containsExactly("invalid", "invalid");
        assertThat(letters.get(0).getDetail()).startsWith("step: was absent");
        assertThat(letters.get(1).getDetail()).startsWith("lastObservation.stokc: ");
    }

    private static Decision decision(long step, long time, double stock) {
        Decision d = new Decision();
        d.setId(DecisionId.of(new UnitId("shop"), "call-" + step).value());
        d.setTime(time);
        d.setUnit("shop");
        d.setStep(step);
        d.setAction("order");
        d.setPropensity(0.5);
        d.setPmf(List.of(0.5, 0.5));
        d.setSituation(new Situation(new Features(List.of(stock), List.of()), null, null));
        d.setProblemHash("hash");
        d.setVariant("linear");
        return d;
    }

    private void decide(long step, long time, double stock) {
        decisions.pipeInput(null, DECISIONS.encode(decision(step, time, stock)), time);
    }

    private void happen(long step, String json) {
        String named = json.replace('\'', '"').replaceFirst("\\{", "{\"unit\":\"shop\",\"id\":\"call-" + step + "\",");
        outcomes.pipeInput(null, named.getBytes(StandardCharsets.UTF_8), 0);
    }

    private void tick(long time) {
        byte[] tick = Codec.of(Tick.class).encode(new Tick(time, "test", null));
        decisions.pipeInput(null, tick, time);
        outcomes.pipeInput(null, tick, time);
    }

    private List<Transition> transitions() {
        return read(FILE.topics().transitions()).stream()
                .filter(v -> RecordType.of(v) == RecordType.TRANSITION)
                .map(TRANSITIONS::decode)
                .toList();
    }

    private List<byte[]> read(String topic) {
        var read = new ByteArrayDeserializer();
        return driver.createOutputTopic(topic, read, read).readValuesToList();
    }
}
