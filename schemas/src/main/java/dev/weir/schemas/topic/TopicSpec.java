package dev.weir.schemas.topic;

import java.util.Map;

/**
 * One topic as it should be.
 *
 * @param configs the topic configurations that matter to Weir; all others are the cluster's affair
 */
public record TopicSpec(String name, int partitions, int replication, Map<String, String> configs) {
    public TopicSpec {
        configs = Map.copyOf(configs);
    }
}
