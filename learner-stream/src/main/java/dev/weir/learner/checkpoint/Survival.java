package dev.weir.learner.checkpoint;

import dev.weir.learner.learn.TrackLearner;
import dev.weir.schemas.problem.ProblemFile.Checkpoint;
import dev.weir.schemas.streams.CommitHook;
import java.util.Map;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.Stores;

/**
 * How a track's state survives: dirty pages within every commit, by {@link CommitHook}; or the whole state every so many
 * transitions, and {@link Redo} from there. Both keep the same pages in the same store, so that one may follow the other.
 */
public final class Survival {
    private static final String HOOK = "weir-learner-hook";
    private static final String STORE = "weir-learner-state";

    /**
     * Pages are written again and again: the brokers should take away what was overwritten before a third of the changelog
     * is that, for all of it is read after a kill.
     */
    private static final Map<String, String> CHANGELOG = Map.of(
            "cleanup.policy", "compact",
            "segment.bytes", Integer.toString(64 * 1024 * 1024),
            "min.cleanable.dirty.ratio", "0.3");

    private final Checkpoint way;
    private final Redo redo;
    private final TrackLearner learner;
    private final Pages pages;
    private long savedAt;

    private Survival(Checkpoint way, Redo redo, TrackLearner learner, Pages pages) {
        this.way = way;
        this.redo = redo;
        this.learner = learner;
        this.pages = pages;
    }

    /** Adds the stores of a processor. */
    public static void addStores(Topology topology, String processor) {
        topology.addStateStore(new CommitHook.Builder(HOOK), processor);
        topology.addStateStore(
                Stores.keyValueStoreBuilder(Stores.persistentKeyValueStore(STORE), Serdes.Integer(), Serdes.ByteArray())
                        .withCachingDisabled()
                        .withLoggingEnabled(CHANGELOG),
                processor);
    }

    /** Brings the learner to where the last commit left it; from an {@code init}, as often as that is called. */
    public static Survival resume(Checkpoint way, Redo redo, TrackLearner learner, ProcessorContext<?, ?> context) {
        KeyValueStore<Integer, byte[]> store = context.getStateStore(STORE);
        CommitHook hook = context.getStateStore(HOOK);
        Pages pages = new Pages(store);
        pages.load(learner);
        Survival survival = new Survival(way, redo, learner, pages);
        survival.savedAt = learner.transitions();
        survival.redo.run(learner, context.taskId().partition());
        if (way instanceof Checkpoint.EveryCommit) {
            hook.beforeCommit(context, () -> pages.save(learner));
        }
        return survival;
    }

    /** After each record. */
    public void afterRecord() {
        if (way instanceof Checkpoint.EveryTransitions every
                && (learner.transitions() - savedAt >= every.transitions() || learner.transitions() < savedAt)) {
            pages.save(learner);
            savedAt = learner.transitions();
        }
    }
}
