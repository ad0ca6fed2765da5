package dev.weir.service;

import dev.weir.schemas.problem.ProblemFile;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;

/** The check that topics have the partitions that the problem file says: a unit's partition follows from their number. */
final class Partitions {
    private Partitions() {}

    /** @throws IllegalStateException naming the topics that differ */
    static void check(ProblemFile file, Admin client) {
        int expected = file.topicSettings().partitions();
        List<String> all = List.of(
                file.topics().requests(),
                file.topics().decisions(),
                file.topics().outcomes());
        List<String> differ = new ArrayList<>();
        try {
            client.describeTopics(all).allTopicNames().get().forEach((name, topic) -> {
                int is = topic.partitions().size();
                if (is != expected) {
                    differ.add(name + " has " + is);
                }
            });
        } catch (ExecutionException e) {
            throw new IllegalStateException("the brokers refused to describe " + all + ": " + e.getMessage(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while the brokers described " + all, e);
        }
        if (!differ.isEmpty()) {
            differ.sort(null);
            throw new IllegalStateException("topics.partitions is " + expected + ", but " + String.join(", ", differ)
                    + "; set it to what the topics have, or choose another topics.prefix");
        }
    }
}
