package dev.weir.systemtests.drift;

import dev.weir.rl.random.CounterRandom;
import dev.weir.rl.random.Gaussian;
import dev.weir.schemas.avro.Contribution;
import dev.weir.schemas.avro.Decision;
import dev.weir.schemas.avro.Features;
import dev.weir.schemas.avro.Situation;
import dev.weir.schemas.avro.Transition;
import dev.weir.schemas.problem.ProblemFile;
import dev.weir.schemas.topic.KafkaSettings.Kind;
import dev.weir.schemas.wire.Codec;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;

/** Writes transitions of a made-up shop whose rewards can fall, or whose outcomes can stay away. */
final class ShopFeed implements AutoCloseable {
    static final long BEGINNING = 1_700_000_000_000L;

    static final String YAML = """
            problem: shop
            features: [{name: price, type: numeric}, {name: device, type: categorical, values: [phone, desktop]}]
            actions: {ids: [a, b]}
            default-action: a
            reward: {formula: sold, window: PT10M, if-none: 0}
            tracks: {linear: {algorithm: {name: linear}, exploration: {name: thompson}, publish: {every-transitions: 50}, seed: 3}}
            alerts: {season: PT0S, segments: [device], warm-up: 500, ticks-missing: PT0S, resend: PT1S%s}
            kafka: {bootstrap.servers: "%s"}
            """;

    private static final Codec<Transition> CODEC = Codec.of(Transition.class);

    private final ProblemFile file;
    private final KafkaProducer<String, byte[]> producer;
    private long n;

    ShopFeed(ProblemFile file) {
        this.file = file;
        Map<String, Object> settings = file.kafkaSettings().forClient(Kind.PRODUCER);
        producer = new KafkaProducer<>(settings, new StringSerializer(), new ByteArraySerializer());
    }

    /** Writes so many; returns when the broker has them. */
    void write(int transitions, double fall, double unjoined) {
        for (int i = 0; i < transitions; i++) {
            n++;
            producer.send(new ProducerRecord<>(
                    file.topics().transitions(), 0, time(), "d" + n, CODEC.encode(next(fall, unjoined))));
        }
        producer.flush();
    }

    private long time() {
        return BEGINNING + 1000 * n;
    }

    private Transition next(double fall, double unjoined) {
        boolean phone = CounterRandom.uniform(9, 1, n) < 0.5;
        boolean second = CounterRandom.uniform(9, 2, n) < 0.5;
        double price = 10 + Gaussian.at(9, 3, n);
        boolean defaulted = CounterRandom.uniform(9, 4, n) < unjoined;
        double reward = defaulted ? 0 : 5 + (second ? 1 : 0) - 0.3 * price + Gaussian.at(9, 5, n) - fall;
        Decision decision = Decision.newBuilder()
                .setId("d" + n)
                .setTime(time())
                .setUnit("u" + n % 500)
                .setAction(second ? "b" : "a")
                .setPropensity(0.5)
                .setPmf(List.of(0.5, 0.5))
                .setSituation(Situation.newBuilder()
                        .setFeatures(new Features(List.of(price), List.of(phone ? "phone" : "desktop")))
                        .build())
                .setFeatureSchema(0)
                .setProblemHash("h")
                .setVariant("linear")
                .setTrack("linear")
                .setSeed(n)
                .build();
        return Transition.newBuilder()
                .setDecision(decision)
                .setClosedAt(time() + 600_000)
                .setDefaulted(defaulted)
                .setContributions(
                        defaulted ? List.of() : List.of(new Contribution("o", time() + 5_000, Map.of("sold", reward))))
                .setReward(reward)
                .setDiscount(0)
                .build();
    }

    @Override
    public void close() {
        producer.close();
    }
}
