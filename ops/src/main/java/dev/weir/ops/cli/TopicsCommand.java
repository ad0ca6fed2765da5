package dev.weir.ops.cli;

import dev.weir.schemas.problem.ProblemFile;
import dev.weir.schemas.topic.KafkaSettings.Kind;
import dev.weir.schemas.topic.TopicPlan;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code weir topics}. */
@Command(
        name = "topics",
        mixinStandardHelpOptions = true,
        description = "Compare a problem's topics with the cluster's, and set them right.")
final class TopicsCommand {
    @Command(name = "plan", mixinStandardHelpOptions = true, description = "Say what apply would do.")
    int plan(
            @Mixin ProblemOptions kafka,
            @Mixin Output out,
            @Parameters(paramLabel = "FILE", description = "A problem file.") Path path) {
        ProblemFile file = kafka.read(path);
        try (Admin admin = Admin.create(file.kafkaSettings().forClient(Kind.ADMIN))) {
            print(out, TopicPlan.plan(file, admin));
        }
        return 0;
    }

    @Command(
            name = "apply",
            mixinStandardHelpOptions = true,
            description = "Create what is missing, alter what differs.")
    int apply(
            @Mixin ProblemOptions kafka,
            @Mixin Output out,
            @Parameters(paramLabel = "FILE", description = "A problem file.") Path path) {
        ProblemFile file = kafka.read(path);
        try (Admin admin = Admin.create(file.kafkaSettings().forClient(Kind.ADMIN))) {
            print(out, TopicPlan.apply(file, admin));
        }
        return 0;
    }

    @Command(name = "verify", mixinStandardHelpOptions = true, description = "Fail if anything is missing or differs.")
    int verify(
            @Mixin ProblemOptions kafka,
            @Mixin Output out,
            @Parameters(paramLabel = "FILE", description = "A problem file.") Path path) {
        ProblemFile file = kafka.read(path);
        try (Admin admin = Admin.create(file.kafkaSettings().forClient(Kind.ADMIN))) {
            List<TopicPlan.Item> differing = TopicPlan.verify(file, admin);
            print(out, differing);
            return differing.isEmpty() ? 0 : Main.NO;
        }
    }

    private static void print(Output out, List<TopicPlan.Item> items) {
        List<Map<String, @Nullable Object>> rows = new ArrayList<>();
        for (TopicPlan.Item item : items) {
            Map<String, @Nullable Object> row = new LinkedHashMap<>();
            row.put("topic", item.topic().name());
            row.put("action", item.action().name().toLowerCase(Locale.ROOT));
            row.put("partitions", item.topic().partitions());
            row.put("differences", String.join("; ", item.differences()));
            rows.add(row);
        }
        out.rows(rows);
    }
}
