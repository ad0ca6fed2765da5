package dev.weir.schemas.topic;

import dev.weir.schemas.problem.ProblemFile;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Every topic of a problem with its partitions, clean-up, retention and in-sync minimum. Where a driver makes the time up
 * nothing expires by its stamp: stamps then lie in the past, and a broker would delete what was just written.
 */
public final class TopicCatalogue {
    private static final String FOR_EVER = "-1";
    private static final int IN_SYNC_OF_MANY = 2;

    private TopicCatalogue() {}

    /**
     * The topics of a problem.
     *
     * @throws IllegalArgumentException if retention is shorter than the reward window and the join's horizon
     */
    public static List<TopicSpec> of(ProblemFile file) {
        Duration least = file.reward().window().plus(file.join().horizon());
        Duration retention = file.topicSettings().retention();
        if (retention.compareTo(least) < 0) {
            throw new IllegalArgumentException(
                    "topics.retention must be at least reward.window + join.horizon = " + least + ", was " + retention);
        }
        String kept = file.time().driver() ? FOR_EVER : Long.toString(retention.toMillis());
        Topics t = file.topics();
        int p = file.topicSettings().partitions();
        return List.of(
                deleted(file, t.requests(), p, kept),
                deleted(file, t.decisions(), p, kept),
                deleted(file, t.outcomes(), p, kept),
                deleted(file, t.keyed(), p, kept),
                deleted(file, t.transitions(), 1, FOR_EVER),
                deleted(file, t.lateOutcomes(), 1, kept),
                compacted(file, t.policies()),
                compacted(file, t.checkpoints()),
                compacted(file, t.problems()),
                compacted(file, t.rollouts()),
                deleted(file, t.rolloutCommands(), 1, FOR_EVER),
                deleted(file, t.audit(), 1, FOR_EVER),
                deleted(file, t.alerts(), 1, kept),
                deleted(file, t.deadLetters(), 1, kept));
    }

    private static TopicSpec deleted(ProblemFile file, String name, int partitions, String retentionMillis) {
        return spec(
                file,
                name,
                partitions,
                Map.of("cleanup.policy", "delete", "retention.ms", retentionMillis, "retention.bytes", FOR_EVER));
    }

    private static TopicSpec compacted(ProblemFile file, String name) {
        return spec(file, name, 1, Map.of("cleanup.policy", "compact"));
    }

    private static TopicSpec spec(ProblemFile file, String name, int partitions, Map<String, String> configs) {
        int replication = file.topicSettings().replication();
        Map<String, String> all = new TreeMap<>(configs);
        all.put("min.insync.replicas", Integer.toString(replication > IN_SYNC_OF_MANY ? IN_SYNC_OF_MANY : 1));
        all.put("message.timestamp.type", "CreateTime");
        return new TopicSpec(name, partitions, replication, all);
    }
}
