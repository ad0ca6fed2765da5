package dev.weir.schemas.topic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weir.schemas.problem.ProblemFile;
import dev.weir.schemas.problem.ProblemFiles;
import dev.weir.schemas.problem.Samples;
import java.time.Duration;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class TopicCatalogueTest {
    @Test
    void keepsTransitionsForEverAndTheRestAsLongAsTheFileSays() {
        Map<String, TopicSpec> topics = topics(Samples.text("ids"));

        assertThat(topics.get("weir.banner.transitions").configs())
                .containsEntry("retention.ms", "-1")
                .containsEntry("cleanup.policy", "delete");
        assertThat(topics.get("weir.banner.decisions").configs())
                .containsEntry("retention.ms", Long.toString(40L * 24 * 3600 * 1000))
                .containsEntry("min.insync.replicas", "1");
        assertThat(topics.get("weir.banner.policies").configs()).containsEntry("cleanup.policy", "compact");
    }

    @Test
    void letsNothingExpireWhereTimeIsMadeUp() {
        assertThat(topics(Samples.text("newsvendor")).values())
                .filteredOn(t -> t.configs().get("cleanup.policy").equals("delete"))
                .allSatisfy(t -> assertThat(t.configs()).containsEntry("retention.ms", "-1"));
    }

    @Test
    void asksForTwoInSyncOfThree() {
        Map<String, TopicSpec> topics = topics(Samples.text("newsvendor").replace("replication: 1", "replication: 3"));

        assertThat(topics.values()).allSatisfy(t -> {
            assertThat(t.replication()).isEqualTo(3);
            assertThat(t.configs()).containsEntry("min.insync.replicas", "2");
        });
        assertThat(topics.get("shop.newsvendor.decisions").partitions()).isEqualTo(4);
        assertThat(topics.get("shop.newsvendor.transitions").partitions()).isEqualTo(1);
    }

    @Test
    void refusesARetentionThatLosesWhatIsNotJoinedYet() {
        ProblemFile f = ProblemFiles.parse(Samples.text("ids"));
        ProblemFile.TopicSettings shorter = new ProblemFile.TopicSettings("weir", 1, 1, Duration.ofDays(30));
        ProblemFile file = new ProblemFile(
                f.name(),
                f.yaml(),
                f.hash(),
                f.decision(),
                f.defaultAction(),
                f.limits(),
                f.reward(),
                f.discount(),
                f.episodes(),
                f.tracks(),
                f.serve(),
                f.time(),
                f.join(),
                f.service(),
                shorter,
                f.alerts(),
                f.kafka());

        assertThatThrownBy(() -> TopicCatalogue.of(file))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("PT744H")
                .hasMessageContaining("PT720H");
    }

    private static Map<String, TopicSpec> topics(String yaml) {
        return TopicCatalogue.of(ProblemFiles.parse(yaml)).stream()
                .collect(Collectors.toMap(TopicSpec::name, Function.identity()));
    }
}
