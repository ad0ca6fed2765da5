package dev.weir.systemtests.learner;

import dev.weir.schemas.avro.Decision;
import dev.weir.schemas.avro.Features;
import dev.weir.schemas.avro.Situation;
import dev.weir.schemas.avro.Tick;
import dev.weir.schemas.avro.Transition;
import dev.weir.schemas.problem.ProblemFile;
import dev.weir.schemas.topic.KafkaSettings.Kind;
import dev.weir.schemas.wire.Codec;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.locks.LockSupport;
import java.util.function.IntFunction;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;

/** Writes made-up transitions, and a tick now and then, at a steady rate until it is stopped. */
final class TransitionFeed implements AutoCloseable {
    private static final Codec<Transition> TRANSITIONS = Codec.of(Transition.class);
    private static final Codec<Tick> TICKS = Codec.of(Tick.class);

    private final ProblemFile file;
    private final int perSecond;
    private final IntFunction<byte[]> transitions;
    private final Thread thread;
    private volatile boolean stopped;
    private volatile int sent;

    private TransitionFeed(ProblemFile file, int perSecond, IntFunction<byte[]> transitions) {
        this.file = file;
        this.perSecond = perSecond;
        this.transitions = transitions;
        this.thread = new Thread(this::run, "feed");
    }

    static TransitionFeed start(ProblemFile file, int perSecond, IntFunction<byte[]> transitions) {
        TransitionFeed feed = new TransitionFeed(file, perSecond, transitions);
        feed.thread.start();
        return feed;
    }

    private void run() {
        Map<String, Object> settings = file.kafkaSettings().forClient(Kind.PRODUCER);
        String topic = file.topics().transitions();
        try (var producer = new KafkaProducer<>(settings, new StringSerializer(), new ByteArraySerializer())) {
            while (!stopped) {
                for (int i = 0; i < perSecond / 100; i++) {
                    producer.send(new ProducerRecord<>(topic, 0, "t" + sent, transitions.apply(sent)));
                    sent++;
                }
                producer.send(
                        new ProducerRecord<>(topic, 0, "", TICKS.encode(new Tick((long) sent, "joiner-0", null))));
                LockSupport.parkNanos(10_000_000);
            }
        }
    }

    /** The i-th transition of a bandit. */
    static byte[] transition(int i) {
        SplittableRandom random = new SplittableRandom(i);
        List<Double> visits = new ArrayList<>();
        for (int v = 0; v < 8; v++) {
            visits.add(random.nextDouble());
        }
        int action = random.nextInt(4);
        Situation situation =
                new Situation(new Features(visits, List.of(random.nextBoolean() ? "phone" : "desktop")), null, null);
        Decision decision = Decision.newBuilder()
                .setId(String.format("%016x-%032x", i, i))
                .setTime(i)
                .setUnit("u" + i)
                .setAction("abcd".substring(action, action + 1))
                .setPropensity(0.25)
                .setPmf(List.of(0.25, 0.25, 0.25, 0.25))
                .setSituation(situation)
                .setFeatureSchema(0)
                .setProblemHash("")
                .setVariant("linear")
                .build();
        return TRANSITIONS.encode(Transition.newBuilder()
                .setDecision(decision)
                .setClosedAt(i)
                .setDefaulted(false)
                .setContributions(List.of())
                .setReward(visits.get(action) + random.nextDouble())
                .setDiscount(0)
                .build());
    }

    int sent() {
        return sent;
    }

    void stop() throws InterruptedException {
        stopped = true;
        thread.join();
    }

    @Override
    public void close() throws InterruptedException {
        stop();
    }
}
