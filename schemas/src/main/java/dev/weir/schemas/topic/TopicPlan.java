package dev.weir.schemas.topic;

import dev.weir.schemas.problem.ProblemFile;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.errors.TopicExistsException;
import org.jspecify.annotations.Nullable;

/**
 * A problem's topics as they should be beside what the cluster has. Nothing of Weir relies on topics that create
 * themselves.
 */
public final class TopicPlan {
    private static final long TIMEOUT_SECONDS = 30;
    private static final long VISIBLE_MILLIS = 20;

    private TopicPlan() {}

    /** What there is to do for one topic. */
    public enum Action {
        NOTHING,
        CREATE,
        ALTER,
        /** Partitions or replication differ: no command of ours changes them under a running join. */
        IMPOSSIBLE
    }

    /**
     * One topic of a plan.
     *
     * @param differences between what is and what should be, in words; empty unless the action is ALTER or IMPOSSIBLE
     */
    public record Item(TopicSpec topic, Action action, List<String> differences) {
        public Item {
            differences = List.copyOf(differences);
        }

        @Override
        public String toString() {
            return topic.name() + ": " + action + (differences.isEmpty() ? "" : " " + String.join("; ", differences));
        }
    }

    /**
     * What {@link #apply} would do, topic by topic.
     *
     * @throws IllegalArgumentException if retention is shorter than the reward window and the join's horizon
     */
    public static List<Item> plan(ProblemFile file, Admin admin) {
        List<TopicSpec> specs = TopicCatalogue.of(file);
        Set<String> existing = await(admin.listTopics().names());
        List<String> names =
                specs.stream().map(TopicSpec::name).filter(existing::contains).toList();
        Map<String, TopicDescription> descriptions =
                await(admin.describeTopics(names).allTopicNames());
        Map<String, Config> configs = configs(admin, names);
        List<Item> items = new ArrayList<>();
        for (TopicSpec spec : specs) {
            items.add(item(spec, descriptions.get(spec.name()), configs.get(spec.name())));
        }
        return List.copyOf(items);
    }

    /**
     * Creates what is missing and sets the configurations that differ.
     *
     * @return what was done: the plan as it stood before
     * @throws IllegalStateException if a topic exists with other partitions or another replication; nothing is changed
     */
    public static List<Item> apply(ProblemFile file, Admin admin) {
        List<Item> items = plan(file, admin);
        List<Item> impossible =
                items.stream().filter(i -> i.action() == Action.IMPOSSIBLE).toList();
        if (!impossible.isEmpty()) {
            throw new IllegalStateException(
                    "cannot change a topic's partitions or replication under a running problem: " + impossible
                            + "; choose another topics.prefix, or delete these topics and what they hold");
        }
        create(admin, items);
        alter(admin, items);
        awaitVisible(admin, items);
        return items;
    }

    /** What is missing or differs; empty: everything is as it should be. */
    public static List<Item> verify(ProblemFile file, Admin admin) {
        return plan(file, admin).stream()
                .filter(i -> i.action() != Action.NOTHING)
                .toList();
    }

    private static Item item(TopicSpec spec, @Nullable TopicDescription is, @Nullable Config config) {
        if (is == null || config == null) {
            return new Item(spec, Action.CREATE, List.of());
        }
        List<String> fixed = new ArrayList<>();
        difference("partitions", is.partitions().size(), spec.partitions(), fixed);
        difference("replication", is.partitions().get(0).replicas().size(), spec.replication(), fixed);
        List<String> differences = new ArrayList<>(fixed);
        spec.configs().forEach((key, value) -> {
            ConfigEntry entry = config.get(key);
            difference(key, entry == null ? "absent" : entry.value(), value, differences);
        });
        differences.sort(null);
        Action action = !fixed.isEmpty() ? Action.IMPOSSIBLE : differences.isEmpty() ? Action.NOTHING : Action.ALTER;
        return new Item(spec, action, differences);
    }

    private static void difference(String key, Object is, Object expected, List<String> differences) {
        if (!is.equals(expected)) {
            differences.add(key + " was " + is + ", expected " + expected);
        }
    }

    private static Map<String, Config> configs(Admin admin, List<String> names) {
        List<ConfigResource> resources = names.stream()
                .map(n -> new ConfigResource(ConfigResource.Type.TOPIC, n))
                .toList();
        return await(admin.describeConfigs(resources).all()).entrySet().stream()
                .collect(Collectors.toMap(e -> e.getKey().name(), Map.Entry::getValue));
    }

    private static void create(Admin admin, List<Item> items) {
        for (Item item : items) {
            if (item.action() == Action.CREATE) {
                TopicSpec spec = item.topic();
                NewTopic topic = new NewTopic(spec.name(), spec.partitions(), (short) spec.replication());
                try {
                    await(admin.createTopics(List.of(topic.configs(spec.configs())))
                            .all());
                } catch (TopicExistsException e) {
                    continue; // made by somebody else since the plan; verify tells whether it is as it should be
                }
            }
        }
    }

    /** A broker that is asked next may not have heard of a topic that the controller has made. */
    private static void awaitVisible(Admin admin, List<Item> items) {
        Set<String> made = items.stream()
                .filter(i -> i.action() == Action.CREATE)
                .map(i -> i.topic().name())
                .collect(Collectors.toSet());
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(TIMEOUT_SECONDS);
        while (!made.isEmpty() && !await(admin.listTopics().names()).containsAll(made)) {
            if (System.nanoTime() > end) {
                throw new IllegalStateException(
                        "topics that were made are not to be seen after " + TIMEOUT_SECONDS + " s: " + made);
            }
            pause();
        }
    }

    private static void pause() {
        try {
            Thread.sleep(VISIBLE_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while waiting for the brokers", e);
        }
    }

    private static void alter(Admin admin, List<Item> items) {
        Map<ConfigResource, Collection<AlterConfigOp>> changes = new HashMap<>();
        for (Item item : items) {
            if (item.action() == Action.ALTER) {
                List<AlterConfigOp> ops = new ArrayList<>();
                item.topic()
                        .configs()
                        .forEach((k, v) -> ops.add(new AlterConfigOp(new ConfigEntry(k, v), AlterConfigOp.OpType.SET)));
                changes.put(
                        new ConfigResource(
                                ConfigResource.Type.TOPIC, item.topic().name()),
                        ops);
            }
        }
        if (!changes.isEmpty()) {
            await(admin.incrementalAlterConfigs(changes).all());
        }
    }

    private static <T> T await(KafkaFuture<T> future) {
        try {
            return future.get(TIMEOUT_SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof RuntimeException cause) {
                throw cause;
            }
            throw new IllegalStateException("the brokers refused: " + e.getCause(), e);
        } catch (TimeoutException e) {
            throw new IllegalStateException("the brokers did not answer within " + TIMEOUT_SECONDS + " s", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while waiting for the brokers", e);
        }
    }
}
