package dev.weir.schemas.problem;

import dev.weir.rl.decision.ActionSpace;
import dev.weir.rl.decision.DecisionProblem;
import dev.weir.rl.learn.LearnerSpec;
import dev.weir.schemas.topic.KafkaSettings;
import dev.weir.schemas.topic.Topics;
import dev.weir.schemas.wire.FeatureReader;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One decision problem as its file describes it, validated in full.
 *
 * @param yaml  the file's text, from which {@link ProblemFiles#read} makes the same value again
 * @param hash  SHA-256 of the canonical form of the file (comments and order of keys do not count), 64 hex digits
 * @param discount γ of one step, in (0, 1] with episodes; 0 without
 * @param episodes how decisions of one unit follow each other; null: each one stands alone (a contextual bandit)
 * @param serve name of the track that decides, or {@code baseline}
 * @param alerts what is watched and who is told
 * @param kafka Kafka's own keys
 */
public record ProblemFile(
        String name,
        String yaml,
        String hash,
        DecisionProblem decision,
        DefaultAction defaultAction,
        Limits limits,
        Reward reward,
        double discount,
        @Nullable Episodes episodes,
        List<Track> tracks,
        String serve,
        Time time,
        Join join,
        Service service,
        TopicSettings topicSettings,
        AlertSettings alerts,
        Map<String, String> kafka) {

    public ProblemFile {
        tracks = List.copyOf(tracks);
        kafka = Map.copyOf(kafka);
    }

    /** This file with Kafka's keys laid over its own. */
    public ProblemFile withKafka(Map<String, String> more) {
        Map<String, String> all = new HashMap<>(kafka);
        all.putAll(more);
        return new ProblemFile(
                name,
                yaml,
                hash,
                decision,
                defaultAction,
                limits,
                reward,
                discount,
                episodes,
                tracks,
                serve,
                time,
                join,
                service,
                topicSettings,
                alerts,
                all);
    }

    /** How to reach Kafka. */
    public KafkaSettings kafkaSettings() {
        return new KafkaSettings(kafka);
    }

    /**
     * Hash of what a track cannot take up while it runs: features, actions, reward, discount, episodes, and the track's own
     * algorithm, exploration and seed. While it stays the same the track's epoch goes on; once it differs the track
     * starts afresh.
     */
    public String epochKey(String track) {
        return KeyClass.epochKey(ProblemFiles.settings(yaml), track(track).name());
    }

    /** Name and hash: values under {@code kafka} are never printed. */
    @Override
    public String toString() {
        return "problem " + name + " (" + hash + ")";
    }

    /** Names of this problem's topics. */
    public Topics topics() {
        return new Topics(topicSettings.prefix(), name);
    }

    /** Reads the last observations of episodes; null where there are none: of bandits, and where candidates belong to a situation. */
    public @Nullable FeatureReader observations() {
        boolean declared = !(decision.actions() instanceof ActionSpace.Candidates);
        return episodes != null && declared ? new FeatureReader(decision.context()) : null;
    }

    /** The track of this name. */
    public Track track(String track) {
        return tracks.stream()
                .filter(t -> t.name().equals(track))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no track '" + track + "' in problem " + name));
    }

    /** What is done when there is no policy, when killed, out of time. */
    public sealed interface DefaultAction {
        /** The request's {@code baselineAction}; a request without one is refused. */
        record FromRequest() implements DefaultAction {}

        /** This action. */
        record Fixed(String id) implements DefaultAction {}

        /** The first allowed candidate of the request. */
        record First() implements DefaultAction {}
    }

    /**
     * Bounds on quantities that are never exceeded, exploring included.
     *
     * @param max        largest quantity, or null
     * @param requestMax key within the request's {@code allowed} object that must hold the largest quantity, or null
     */
    public record Limits(@Nullable Double max, @Nullable String requestMax) {}

    /**
     * How outcomes become one reward.
     *
     * @param ifNone reward of a decision without any outcome when its window closes; NaN: such a decision gives no
     *               transition at all
     */
    public record Reward(RewardFormula formula, Duration window, Aggregate aggregate, double ifNone, LearnAt learnAt) {}

    /** @param timeout how long a decision's transition waits for the unit's next step, from the decision's time on */
    public record Episodes(Duration timeout) {}

    /** How rewards of several outcomes of one decision become one; in (event time, outcome id) order. */
    public enum Aggregate {
        FIRST,
        LAST,
        SUM,
        MEAN,
        MIN,
        MAX
    }

    /** When a transition leaves. */
    public enum LearnAt {
        WINDOW_CLOSE,
        ARRIVAL
    }

    /**
     * One learner configuration's succession of versions.
     *
     * @param imitates                it learns what the caller's rule does, not what is rewarded
     * @param publishEveryTransitions publish after so many transitions; 0: not by count
     * @param publishEvery            publish when in-band time has advanced so far; null: not by time
     */
    public record Track(
            String name,
            LearnerSpec learner,
            long seed,
            boolean imitates,
            long publishEveryTransitions,
            @Nullable Duration publishEvery,
            Checkpoint checkpoint) {}

    /** How a learner's state survives. */
    public sealed interface Checkpoint {
        /** Dirty pages written within each commit's transaction. */
        record EveryCommit() implements Checkpoint {}

        /** The whole state every so many transitions; redone from the log since then. */
        record EveryTransitions(long transitions) implements Checkpoint {}
    }

    /**
     * Where time comes from.
     *
     * @param driver true: a simulated world's driver posts the ticks; false: the policy service's clock
     * @param tick   between ticks
     * @param skew   how far an event may be ahead of the next tick
     */
    public record Time(boolean driver, Duration tick, Duration skew) {}

    /** @param horizon how long closed decisions are remembered after their window */
    public record Join(Duration horizon) {}

    /**
     * How decisions are served.
     *
     * @param beforeReply  true: the log has acknowledged a decision before the caller sees it
     * @param journalBytes of decisions that wait on local disk while the brokers are away; 0: none do
     */
    public record Service(boolean beforeReply, int idempotencyEntries, long journalBytes) {}

    /** How topics are made. */
    public record TopicSettings(String prefix, int partitions, int replication, Duration retention) {}
}
