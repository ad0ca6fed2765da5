package dev.weir.service.index;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.common.TopicPartition;

/** How far the topics are in the index, and how far it is behind. Safe for use by many threads. */
final class Progress {
    private final Map<TopicPartition, Long> next = new HashMap<>();
    private final Map<TopicPartition, Long> lag = new HashMap<>();

    synchronized void reached(TopicPartition partition, long offset, long behind) {
        next.put(partition, offset);
        lag.put(partition, behind);
        notifyAll();
    }

    /** Records that the topics have and the index does not, as last heard; -1: nothing was heard yet. */
    synchronized long behind() {
        return lag.isEmpty() || lag.containsValue(-1L)
                ? -1
                : lag.values().stream().mapToLong(Long::longValue).sum();
    }

    /** Waits until everything below an offset is in the index; false: it took too long. */
    synchronized boolean await(TopicPartition partition, long offset, Duration atMost) {
        long deadline = System.nanoTime() + atMost.toNanos();
        try {
            while (next.getOrDefault(partition, 0L) < offset) {
                long millis = (deadline - System.nanoTime()) / 1_000_000;
                if (millis <= 0) {
                    return false;
                }
                wait(millis);
            }
            return true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    /** Offsets from which a topic's partitions are yet to be read. */
    synchronized Map<Integer, Long> next(String topic) {
        Map<Integer, Long> of = new HashMap<>();
        next.forEach((partition, offset) -> {
            if (partition.topic().equals(topic)) {
                of.put(partition.partition(), offset);
            }
        });
        return of;
    }
}
