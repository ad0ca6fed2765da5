package dev.weir.ingestion.join;

import dev.weir.ingestion.keyed.Pack;
import dev.weir.ingestion.keyed.Source;
import dev.weir.schemas.problem.ProblemFile;
import dev.weir.schemas.streams.CommitHook;
import java.util.Set;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.ProcessorSupplier;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.StoreBuilder;
import org.apache.kafka.streams.state.Stores;

/**
 * The joiner of one partition of {@code keyed} within Kafka Streams. Its children are called as the {@link Output}s.
 * What it sends carries the stamp of the record that made it leave: a broker took that one, so it takes these.
 */
public final class JoinProcessor implements Processor<byte[], byte[], byte[], byte[]> {
    /** Name of the sink behind it to which transitions and ticks go. */
    public static final String TRANSITIONS = "transitions";
    /** Name of the sink for outcomes after their window. */
    public static final String LATE_OUTCOMES = "late-outcomes";
    /** Name of the sink for what cannot be used. */
    public static final String DEAD_LETTERS = "dead-letters";

    /** By id; not logged, for it follows from the journal. */
    private static final String ENTRIES = "join-entries";

    private static final String JOURNAL = "join-journal";
    private static final String AGENDA = "join-agenda";
    private static final String COMMIT = "join-commit";

    private final JoinRules rules;
    private final JoinMetrics metrics;
    private ProcessorContext<byte[], byte[]> context;
    private JoinState state;
    private Joiner joiner;
    private long stamp;
    private boolean touched;

    @SuppressWarnings("NullAway.Init") // Kafka Streams calls init first
    private JoinProcessor(JoinRules rules, JoinMetrics metrics) {
        this.rules = rules;
        this.metrics = metrics;
    }

    /** Joiners of a problem, with their stores. */
    public static ProcessorSupplier<byte[], byte[], byte[], byte[]> of(ProblemFile file, JoinMetrics metrics) {
        JoinRules rules = JoinRules.of(file);
        return new ProcessorSupplier<>() {
            @Override
            public Processor<byte[], byte[], byte[], byte[]> get() {
                return new JoinProcessor(rules, metrics);
            }

            @Override
            public Set<StoreBuilder<?>> stores() {
                return Set.of(
                        store(ENTRIES).withLoggingDisabled(),
                        store(JOURNAL),
                        store(AGENDA),
                        new CommitHook.Builder(COMMIT));
            }
        };
    }

    private static StoreBuilder<KeyValueStore<Bytes, byte[]>> store(String name) {
        return Stores.keyValueStoreBuilder(Stores.persistentKeyValueStore(name), Serdes.Bytes(), Serdes.ByteArray());
    }

    /** Loads everything anew, for this may be called again on the same object. */
    @Override
    public void init(ProcessorContext<byte[], byte[]> context) {
        this.context = context;
        touched = false;
        state = new JoinState(
                table(ENTRIES), table(JOURNAL), table(AGENDA), 2 * rules.partitions(), JoinState.OPEN_BYTES);
        joiner = new Joiner(rules, context.taskId().partition(), state, this::send);
        CommitHook hook = context.getStateStore(COMMIT);
        hook.beforeCommit(context, this::flush);
    }

    private Table table(String name) {
        KeyValueStore<Bytes, byte[]> store = context.getStateStore(name);
        return new KafkaTable(store);
    }

    private void flush() {
        if (touched) {
            touched = false;
            state.flush();
            metrics.set(
                    context.taskId().partition(),
                    joiner.ledger(),
                    state.progress().watermark());
        }
    }

    @Override
    public void process(Record<byte[], byte[]> record) {
        touched = true;
        Pack.read(record.value(), this::take);
    }

    private void take(Source source, long eventStamp, byte[] value) {
        stamp = eventStamp;
        joiner.accept(source, eventStamp, value);
    }

    private void send(Output.To to, byte[] key, byte[] value) {
        String child = switch (to) {
            case TRANSITIONS -> TRANSITIONS;
            case LATE_OUTCOMES -> LATE_OUTCOMES;
            case DEAD_LETTERS -> DEAD_LETTERS;
        };
        context.forward(new Record<>(key, value, stamp, new RecordHeaders()), child);
    }

    @Override
    public void close() {
        metrics.remove(context.taskId().partition());
    }
}
