package dev.weir.service.rollout;

import dev.weir.schemas.avro.AuditEntry;
import dev.weir.schemas.avro.RolloutCommand;
import dev.weir.schemas.avro.RolloutState;
import dev.weir.schemas.avro.Tick;
import dev.weir.schemas.avro.Transition;
import dev.weir.schemas.problem.ProblemFile;
import dev.weir.schemas.streams.CommitHook;
import dev.weir.schemas.wire.Codec;
import dev.weir.schemas.wire.Codec.UndecodableException;
import dev.weir.schemas.wire.RecordType;
import java.nio.ByteBuffer;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueStore;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Feeds commands and transitions to a {@link RolloutBook}; its state is saved within every commit. */
final class RolloutProcessor implements Processor<byte[], byte[], String, byte[]>, RolloutBook.Output {
    static final String UNITS = "weir-rollout-units";
    static final String BOOK = "weir-rollout-book";
    static final String HOOK = "weir-rollout-hook";
    static final String STATES = "states";
    static final String AUDIT = "audit";

    private static final Logger LOG = LoggerFactory.getLogger(RolloutProcessor.class);
    private static final Codec<RolloutCommand> COMMANDS = Codec.of(RolloutCommand.class);
    private static final Codec<RolloutState> ROLLOUTS = Codec.of(RolloutState.class);
    private static final Codec<AuditEntry> ENTRIES = Codec.of(AuditEntry.class);
    private static final Codec<Transition> TRANSITIONS = Codec.of(Transition.class);
    private static final Codec<Tick> TICKS = Codec.of(Tick.class);

    private final ProblemFile file;
    private @Nullable ProcessorContext<String, byte[]> context;
    private @Nullable RolloutBook book;

    RolloutProcessor(ProblemFile file) {
        this.file = file;
    }

    @Override
    public void init(ProcessorContext<String, byte[]> newContext) {
        context = newContext;
        KeyValueStore<String, byte[]> units = newContext.getStateStore(UNITS);
        KeyValueStore<String, byte[]> saved = newContext.getStateStore(BOOK);
        CommitHook hook = newContext.getStateStore(HOOK);
        RolloutBook fresh = new RolloutBook(file, new StoredUnits(units), this);
        byte[] start = saved.get("start");
        byte[] state = saved.get("state");
        byte[] counted = saved.get("counted");
        byte[] time = saved.get("time");
        if (start != null && state != null && counted != null && time != null) {
            fresh.resume(
                    COMMANDS.decode(start),
                    ROLLOUTS.decode(state),
                    counted,
                    ByteBuffer.wrap(time).getLong());
        }
        byte[] draft = saved.get("draft");
        if (draft != null) {
            fresh.resumeDraft(COMMANDS.decode(draft));
        }
        book = fresh;
        hook.beforeCommit(newContext, () -> save(fresh, saved));
    }

    private static void save(RolloutBook book, KeyValueStore<String, byte[]> saved) {
        RolloutCommand draft = book.draft();
        saved.put("draft", draft == null ? null : COMMANDS.encode(draft));
        Running running = book.running();
        if (running != null) {
            saved.put("start", COMMANDS.encode(running.start));
            saved.put("state", ROLLOUTS.encode(running.state));
            saved.put("counted", running.counted());
            saved.put(
                    "time",
                    ByteBuffer.allocate(Long.BYTES).putLong(book.logTime()).array());
        }
    }

    @Override
    public void process(Record<byte[], byte[]> record) {
        RolloutBook now = book;
        if (now == null || context == null || record.value() == null) {
            return;
        }
        try {
            RecordType type = RecordType.of(record.value());
            if (type == RecordType.TRANSITION) {
                now.transition(TRANSITIONS.decode(record.value()));
            } else if (type == RecordType.TICK) {
                now.tick(TICKS.decode(record.value()).getTime());
            } else if (type == RecordType.ROLLOUT_COMMAND) {
                long offset = context.recordMetadata().orElseThrow().offset();
                now.command(offset, COMMANDS.decode(record.value()));
            }
        } catch (UndecodableException e) {
            LOG.warn("problem {}: a record says nothing to rollouts: {}", file.name(), e.getMessage());
        }
    }

    private void send(String key, byte[] value, long time, String sink) {
        if (context != null) {
            context.forward(new Record<>(key, value, Math.max(0, time)), sink);
        }
    }

    @Override
    public void state(RolloutState state) {
        send(state.getRollout(), ROLLOUTS.encode(state), state.getTime(), STATES);
    }

    @Override
    public void audit(AuditEntry entry) {
        send(entry.getSubject(), ENTRIES.encode(entry), entry.getTime(), AUDIT);
    }
}
