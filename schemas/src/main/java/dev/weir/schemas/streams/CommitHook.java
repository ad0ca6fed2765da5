package dev.weir.schemas.streams;

import java.util.Map;
import org.apache.kafka.streams.processor.StateStore;
import org.apache.kafka.streams.processor.StateStoreContext;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.internals.InternalProcessorContext;
import org.apache.kafka.streams.processor.internals.ProcessorNode;
import org.apache.kafka.streams.state.StoreBuilder;
import org.apache.kafka.streams.state.internals.CacheFlushListener;
import org.apache.kafka.streams.state.internals.CachedStateStore;

/**
 * A store that holds nothing: Kafka Streams calls its {@link #flushCache()} at the head of every commit, within the
 * transaction and before the offsets that it commits are taken. {@link CachedStateStore} is internal to Kafka Streams, and
 * the public API has no such hook; this is the one class that uses it, and {@code JoinProcessorTest},
 * {@code RekeyProcessorTest} and {@code LearnerTopologyTest} fail when it is no longer called.
 */
public final class CommitHook implements StateStore, CachedStateStore<Object, Object> {
    private final String name;
    private Runnable beforeCommit = CommitHook::nothing;
    private boolean open;

    private CommitHook(String name) {
        this.name = name;
    }

    /**
     * What is done before each commit: it must not throw for anything but a broken store. It may forward to sinks, as the
     * caches of Kafka Streams' own tables do at that moment; call this in {@code init}, for it asks whose children those are.
     */
    public void beforeCommit(ProcessorContext<?, ?> processor, Runnable action) {
        InternalProcessorContext<?, ?> context = (InternalProcessorContext<?, ?>) processor;
        ProcessorNode<?, ?, ?, ?> self = context.currentNode();
        beforeCommit = () -> {
            ProcessorNode<?, ?, ?, ?> before = context.currentNode();
            context.setCurrentNode(self);
            try {
                action.run();
            } finally {
                context.setCurrentNode(before);
            }
        };
    }

    @Override
    public void flushCache() {
        beforeCommit.run();
    }

    @Override
    public void clearCache() {
        // what is buffered belongs to the processor, which loads everything anew when it is initialised again
    }

    @Override
    public boolean setFlushListener(CacheFlushListener<Object, Object> listener, boolean sendOldValues) {
        return false;
    }

    private static void nothing() {}

    @Override
    public String name() {
        return name;
    }

    @Override
    public void init(StateStoreContext context, StateStore root) {
        context.register(root, (key, value) -> nothing());
        open = true;
    }

    @Override
    public void close() {
        beforeCommit = CommitHook::nothing;
        open = false;
    }

    @Override
    public boolean persistent() {
        return false;
    }

    @Override
    public boolean isOpen() {
        return open;
    }

    /** Makes one for each task. */
    public static final class Builder implements StoreBuilder<CommitHook> {
        private final String name;

        public Builder(String name) {
            this.name = name;
        }

        @Override
        public StoreBuilder<CommitHook> withCachingEnabled() {
            return this;
        }

        @Override
        public StoreBuilder<CommitHook> withCachingDisabled() {
            return this;
        }

        @Override
        public StoreBuilder<CommitHook> withLoggingEnabled(Map<String, String> config) {
            throw new UnsupportedOperationException("a commit hook has nothing to log");
        }

        @Override
        public StoreBuilder<CommitHook> withLoggingDisabled() {
            return this;
        }

        @Override
        public CommitHook build() {
            return new CommitHook(name);
        }

        @Override
        public Map<String, String> logConfig() {
            return Map.of();
        }

        @Override
        public boolean loggingEnabled() {
            return false;
        }

        @Override
        public String name() {
            return name;
        }
    }
}
