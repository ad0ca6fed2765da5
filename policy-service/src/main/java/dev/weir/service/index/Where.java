package dev.weir.service.index;

import org.apache.kafka.common.TopicPartition;

/** One record's place in the log. */
public record Where(String topic, int partition, long offset) {
    TopicPartition of() {
        return new TopicPartition(topic, partition);
    }
}
