package dev.weir.service.index;

import dev.weir.schemas.problem.ProblemFile;
import dev.weir.schemas.topic.KafkaSettings.Kind;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.TimeoutException;
import org.rocksdb.RocksDBException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Whether topics are still those that an index was made of: offsets mean nothing in one that was deleted and made anew. */
final class TopicIdentities {
    private static final Logger LOG = LoggerFactory.getLogger(TopicIdentities.class);
    private static final long SECONDS = 5;

    private TopicIdentities() {}

    /**
     * Empties the index if it was made of others.
     *
     * @throws TimeoutException if the brokers do not say
     */
    static void check(ProblemFile file, List<TopicPartition> partitions, IndexStore store) throws RocksDBException {
        Map<String, String> identities = of(file, partitions);
        for (Map.Entry<String, String> topic : identities.entrySet()) {
            if (store.isOfAnother(topic.getKey(), topic.getValue())) {
                LOG.warn("problem {}: {} was made anew, so is the index", file.name(), topic.getKey());
                store.clear();
            }
        }
        for (Map.Entry<String, String> topic : identities.entrySet()) {
            store.identify(topic.getKey(), topic.getValue());
        }
    }

    private static Map<String, String> of(ProblemFile file, List<TopicPartition> partitions) {
        List<String> topics =
                partitions.stream().map(TopicPartition::topic).distinct().toList();
        try (Admin admin = Admin.create(file.kafkaSettings().forClient(Kind.ADMIN))) {
            Map<String, String> identities = new HashMap<>();
            for (TopicDescription topic : admin.describeTopics(topics)
                    .allTopicNames()
                    .get(SECONDS, TimeUnit.SECONDS)
                    .values()) {
                identities.put(topic.name(), topic.topicId().toString());
            }
            return identities;
        } catch (ExecutionException | java.util.concurrent.TimeoutException e) {
            throw new TimeoutException("topics cannot be described: " + e, e);
        } catch (InterruptedException e) {
            throw new InterruptException(e);
        }
    }
}
