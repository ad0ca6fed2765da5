package dev.weir.ops.drift;

import dev.weir.schemas.avro.Alert;
import dev.weir.schemas.avro.LearnerControl;
import dev.weir.schemas.avro.PolicyManifest;
import dev.weir.schemas.avro.RolloutState;
import dev.weir.schemas.avro.Tick;
import dev.weir.schemas.avro.Transition;
import dev.weir.schemas.problem.ProblemFile;
import dev.weir.schemas.streams.CommitHook;
import dev.weir.schemas.wire.Codec;
import dev.weir.schemas.wire.Codec.UndecodableException;
import dev.weir.schemas.wire.RecordType;
import java.time.Duration;
import java.util.function.BiConsumer;
import org.apache.kafka.streams.processor.PunctuationType;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Feeds a problem's topics to a {@link DriftBook} and sends on its alerts; the book is saved within every commit. */
final class DriftProcessor implements Processor<byte[], byte[], String, byte[]> {
    static final String BOOK = "weir-drift-book";
    static final String HOOK = "weir-drift-hook";
    static final String ALERTS = "alerts";

    private static final Logger LOG = LoggerFactory.getLogger(DriftProcessor.class);
    private static final Duration LOOK = Duration.ofSeconds(1);
    private static final Codec<Alert> CODEC = Codec.of(Alert.class);
    private static final Codec<Transition> TRANSITIONS = Codec.of(Transition.class);
    private static final Codec<Tick> TICKS = Codec.of(Tick.class);
    private static final Codec<PolicyManifest> MANIFESTS = Codec.of(PolicyManifest.class);
    private static final Codec<RolloutState> ROLLOUTS = Codec.of(RolloutState.class);
    private static final Codec<LearnerControl> CONTROLS = Codec.of(LearnerControl.class);

    private final ProblemFile file;
    private final DriftMetrics metrics;
    private @Nullable ProcessorContext<String, byte[]> context;
    private @Nullable DriftBook book;

    DriftProcessor(ProblemFile file, DriftMetrics metrics) {
        this.file = file;
        this.metrics = metrics;
    }

    @Override
    public void init(ProcessorContext<String, byte[]> newContext) {
        context = newContext;
        KeyValueStore<String, byte[]> saved = newContext.getStateStore(BOOK);
        CommitHook hook = newContext.getStateStore(HOOK);
        DriftBook fresh = new DriftBook(file, new Kept(saved), this::send);
        book = fresh;
        hook.beforeCommit(newContext, fresh::save);
        newContext.schedule(LOOK, PunctuationType.WALL_CLOCK_TIME, fresh::clock);
    }

    @Override
    public void process(Record<byte[], byte[]> record) {
        DriftBook now = book;
        if (now == null || context == null || record.value() == null) {
            return;
        }
        try {
            RecordType type = RecordType.of(record.value());
            if (type == RecordType.TRANSITION) {
                long offset = context.recordMetadata().orElseThrow().offset();
                now.transition(offset, TRANSITIONS.decode(record.value()));
                metrics.transition();
            } else if (type == RecordType.TICK) {
                now.tick(TICKS.decode(record.value()));
            } else if (type == RecordType.POLICY_MANIFEST) {
                now.manifest(MANIFESTS.decode(record.value()));
            } else if (type == RecordType.ROLLOUT_STATE) {
                now.rollout(ROLLOUTS.decode(record.value()));
            } else if (type == RecordType.LEARNER_CONTROL) {
                now.control(CONTROLS.decode(record.value()));
            }
        } catch (UndecodableException e) {
            LOG.warn("problem {}: a record says nothing to the watcher: {}", file.name(), e.getMessage());
        }
    }

    private void send(Alert alert) {
        metrics.alert(alert);
        LOG.info(
                "problem {}: {} {} of {}: {}",
                file.name(),
                alert.getState(),
                alert.getName(),
                alert.getScope(),
                alert.getSummary());
        if (context != null) {
            String key = alert.getName() + "/" + alert.getScope();
            context.forward(new Record<>(key, CODEC.encode(alert), Math.max(0, alert.getTime())), ALERTS);
        }
    }

    /** A store of Kafka Streams. */
    private record Kept(KeyValueStore<String, byte[]> store) implements Store {
        @Override
        public byte @Nullable [] get(String name) {
            return store.get(name);
        }

        @Override
        public void put(String name, byte @Nullable [] value) {
            if (value == null) {
                store.delete(name);
            } else {
                store.put(name, value);
            }
        }

        @Override
        public void each(String prefix, BiConsumer<String, byte[]> visitor) {
            try (KeyValueIterator<String, byte[]> all = store.range(prefix, prefix + "\uffff")) {
                all.forEachRemaining(entry -> visitor.accept(entry.key, entry.value));
            }
        }
    }
}
