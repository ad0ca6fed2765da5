package dev.weir.service.rollout;

import dev.weir.rl.decision.UnitId;
import dev.weir.schemas.avro.RolloutCommand;
import dev.weir.schemas.avro.RolloutPhase;
import dev.weir.schemas.avro.RolloutState;
import dev.weir.schemas.problem.ProblemFile;
import dev.weir.schemas.rollout.Assignment;
import dev.weir.schemas.rollout.Variant;
import dev.weir.schemas.wire.Codec;
import dev.weir.schemas.wire.Codec.UndecodableException;
import dev.weir.schemas.wire.RecordType;
import dev.weir.service.policystore.PolicyStore;
import dev.weir.service.policystore.Served;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What rollouts say of a problem's traffic now: who decides for a unit. Follows {@code rollouts}, and the kill switch
 * straight from {@code rollout-commands}: it acts before any controller has read it. Safe for use by many threads.
 */
public final class Rollouts implements Chooser, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Rollouts.class);
    private static final Codec<RolloutState> STATES = Codec.of(RolloutState.class);
    private static final Codec<RolloutCommand> COMMANDS = Codec.of(RolloutCommand.class);
    private static final Duration PINNED = Duration.ofSeconds(20);
    private static final String KILL = "kill";

    private final ProblemFile file;
    private final PolicyStore store;
    private final TopicFollower follower;
    private final Variant serving;
    private volatile Ruling ruling = new Ruling(null, null, null, -1);

    /**
     * What stands now.
     *
     * @param control    version that the control is pinned to
     * @param challenger version that the challenger is pinned to
     * @param killedAt   offset of the last kill; -1: none
     */
    private record Ruling(
            @Nullable RolloutState state,
            @Nullable Served control,
            @Nullable Served challenger,
            long killedAt) {
        boolean killed() {
            return killedAt >= 0 && (state == null || state.getCommands() <= killedAt)
                    || state != null && state.getPhase() == RolloutPhase.KILLED;
        }
    }

    /**
     * Who decides for a unit.
     *
     * @param variant name for the log
     * @param served  the version that decides; null: the default action is done
     * @param why     the default action is done, as {@code fallback} on the log; null where a version decides
     * @param bucket  null without a rollout
     * @param share   null without a rollout, and for a unit whose variant a person set
     * @param shadow  what decides beside it, for the log alone; null: nothing
     */
    public record Choice(
            String variant,
            @Nullable Served served,
            @Nullable String why,
            @Nullable Integer bucket,
            @Nullable Double share,
            @Nullable Trial shadow) {}

    /** A candidate that decides and is not served: the rollout that tries it, its name, the version. */
    public record Trial(String salt, String variant, Served served) {}

    private Rollouts(ProblemFile file, PolicyStore store) {
        this.file = file;
        this.store = store;
        this.serving = Variant.of(file.serve());
        this.follower = new TopicFollower(
                file, this::take, file.topics().rollouts(), file.topics().rolloutCommands());
    }

    /** Follows the topics from their beginning. */
    public static Rollouts start(ProblemFile file, PolicyStore store) {
        Rollouts rollouts = new Rollouts(file, store);
        rollouts.follower.start();
        return rollouts;
    }

    @Override
    public Choice choose(UnitId unit) {
        return choose(unit, ruling, store::served);
    }

    /** What stands for all that is decided for one reply: rollouts as they are now, and one version of each track. */
    public Chooser moment() {
        Ruling now = ruling;
        Map<String, Optional<Served>> versions = new HashMap<>();
        Versions same = track -> versions.computeIfAbsent(track, t -> Optional.ofNullable(store.served(t)))
                .orElse(null);
        return unit -> choose(unit, now, same);
    }

    /** The version of a track that decides; null: none does. */
    @FunctionalInterface
    private interface Versions {
        @Nullable
        Served of(String track);
    }

    private Choice choose(UnitId unit, Ruling now, Versions versions) {
        if (now.killed()) {
            return new Choice(Variant.BASELINE, null, "killed", null, null, null);
        }
        Assignment assignment = now.state == null ? null : Assignment.of(now.state, unit);
        if (assignment == null) {
            return choice(serving, versions.of(file.serve()), null, null, null);
        }
        Variant variant = Variant.of(assignment.variant());
        boolean challenger = now.state != null && assignment.variant().equals(now.state.getChallenger());
        return choice(
                variant,
                version(variant, challenger ? now.challenger : now.control, versions),
                assignment.bucket(),
                assignment.overridden() ? null : (Double) assignment.share(),
                now.state == null ? null : trial(now.state, now.challenger, unit, versions));
    }

    private static @Nullable Served version(Variant variant, @Nullable Served pinned, Versions versions) {
        return variant.pinned() != null ? pinned : variant.track() == null ? null : versions.of(variant.track());
    }

    private static @Nullable Trial trial(RolloutState state, @Nullable Served pinned, UnitId unit, Versions versions) {
        if (state.getShadow() <= 0 || !Assignment.shadowed(state, unit)) {
            return null;
        }
        Served served = version(Variant.of(state.getChallenger()), pinned, versions);
        return served == null ? null : new Trial(state.getSalt(), state.getChallenger(), served);
    }

    private static Choice choice(
            Variant variant,
            @Nullable Served served,
            @Nullable Integer bucket,
            @Nullable Double share,
            @Nullable Trial shadow) {
        String why = variant.track() == null ? Variant.BASELINE : served == null ? "no-policy" : null;
        return new Choice(variant.toString(), served, why, bucket, share, shadow);
    }

    /** Where the newest rollout stands. */
    public Optional<RolloutState> state() {
        return Optional.ofNullable(ruling.state);
    }

    /** True once both topics were read to what was their end at the start. */
    public boolean caughtUp() {
        return follower.caughtUp();
    }

    private void take(ConsumerRecord<byte[], byte[]> record) {
        if (record.value() == null) {
            return;
        }
        try {
            RecordType type = RecordType.of(record.value());
            if (type == RecordType.ROLLOUT_STATE) {
                stand(STATES.decode(record.value()));
            } else if (type == RecordType.ROLLOUT_COMMAND
                    && COMMANDS.decode(record.value()).getCommand().equals(KILL)) {
                Ruling now = ruling;
                ruling = new Ruling(now.state, now.control, now.challenger, record.offset());
                LOG.warn("problem {}: killed, every decision is the default action now", file.name());
            }
        } catch (UndecodableException | IllegalArgumentException e) {
            LOG.warn(
                    "problem {}: offset {} of {} says nothing: {}",
                    file.name(),
                    record.offset(),
                    record.topic(),
                    e.getMessage());
        }
    }

    private void stand(RolloutState state) {
        if (state.getPhase() == RolloutPhase.DRAFT) {
            return; // what stood before it goes on
        }
        Ruling before = ruling;
        ruling = new Ruling(
                state,
                pinned(state.getControl(), before.control),
                pinned(state.getChallenger(), before.challenger),
                before.killedAt);
        LOG.info(
                "problem {}: rollout {} is at {}, shares {}: {}",
                file.name(),
                state.getRollout(),
                state.getPhase(),
                state.getShares(),
                state.getReason());
    }

    private @Nullable Served pinned(String name, @Nullable Served had) {
        Variant variant = Variant.of(name);
        if (variant.track() == null || variant.pinned() == null) {
            return null;
        }
        if (had != null && had.track().equals(variant.track()) && had.version().equals(variant.pinned())) {
            return had; // a state comes with all news of it; looking a version up may read a whole topic
        }
        return store.find(variant.track(), variant.pinned(), PINNED).orElse(null);
    }

    @Override
    public void close() {
        follower.close();
    }
}
