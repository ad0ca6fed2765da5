package dev.weir.schemas.problem;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.rl.bandit.LinearBanditSpec;
import dev.weir.rl.bandit.LinearBanditSpec.Exploration;
import dev.weir.rl.decision.ActionSpace;
import dev.weir.rl.feature.FeatureSpec;
import dev.weir.schemas.problem.ProblemFile.Aggregate;
import dev.weir.schemas.problem.ProblemFile.Checkpoint;
import dev.weir.schemas.problem.ProblemFile.DefaultAction;
import dev.weir.schemas.problem.ProblemFile.LearnAt;
import dev.weir.schemas.problem.ProblemFile.Track;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ProblemFilesTest {
    @Test
    void readsEveryKeyOfTheGrammar() {
        ProblemFile file = ProblemFiles.parse(Samples.text("newsvendor"));

        assertThat(file.name()).isEqualTo("newsvendor");
        assertThat(file.decision().context().specs())
                .containsExactly(
                        new FeatureSpec.Categorical("season", List.of("low", "mid", "high")),
                        new FeatureSpec.Numeric("price", 1, 0));
        assertThat(file.decision().actions()).isEqualTo(new ActionSpace.Quantities(60, 1));
        assertThat(file.defaultAction()).isEqualTo(new DefaultAction.FromRequest());
        assertThat(file.limits()).isEqualTo(new ProblemFile.Limits(48.0, null));
        assertThat(file.reward().window()).isEqualTo(Duration.ofMinutes(10));
        assertThat(file.reward().formula().apply(Map.of("price", 5.0, "sold", 4.0, "ordered", 6.0)))
                .isEqualTo(2.0);
        assertThat(file.reward().ifNone()).isZero();
        Track track = file.track("linear");
        assertThat(track.learner())
                .isEqualTo(new LinearBanditSpec(
                        List.of(List.of("action"), List.of("season", "action")),
                        16,
                        2.5,
                        0.999,
                        new Exploration.Thompson(32, 0.5, 0.01)));
        assertThat(track.seed()).isEqualTo(42);
        assertThat(track.publishEveryTransitions()).isEqualTo(200);
        assertThat(track.publishEvery()).isEqualTo(Duration.ofSeconds(10));
        assertThat(track.checkpoint()).isEqualTo(new Checkpoint.EveryTransitions(10_000));
        assertThat(file.time()).isEqualTo(new ProblemFile.Time(true, Duration.ofSeconds(2), Duration.ofSeconds(3)));
        assertThat(file.join().horizon()).isEqualTo(Duration.ofHours(12));
        assertThat(file.service()).isEqualTo(new ProblemFile.Service(true, 5000, 1L << 30));
        assertThat(file.topicSettings()).isEqualTo(new ProblemFile.TopicSettings("shop", 4, 1, Duration.ofDays(3)));
        assertThat(file.kafka())
                .containsOnly(Map.entry("bootstrap.servers", "127.0.0.1:9092"), Map.entry("producer.linger.ms", "5"));
    }

    @Test
    void fillsDefaultsIn() {
        ProblemFile file = ProblemFiles.parse(Samples.text("translation"));

        assertThat(file.discount()).isZero();
        assertThat(file.reward().aggregate()).isEqualTo(Aggregate.FIRST);
        assertThat(file.reward().learnAt()).isEqualTo(LearnAt.ARRIVAL);
        assertThat(file.reward().ifNone()).isNaN();
        assertThat(file.time()).isEqualTo(new ProblemFile.Time(false, Duration.ofSeconds(1), Duration.ofSeconds(5)));
        assertThat(file.join().horizon()).isEqualTo(Duration.ofHours(24));
        assertThat(file.service()).isEqualTo(new ProblemFile.Service(false, 100_000, 1L << 30));
        assertThat(file.topicSettings()).isEqualTo(new ProblemFile.TopicSettings("weir", 1, 1, Duration.ofDays(7)));
        assertThat(file.track("linucb").learner())
                .extracting(l -> ((LinearBanditSpec) l).exploration())
                .isEqualTo(new Exploration.LinUcb(2, 0.02));
        assertThat(file.track("greedy").checkpoint()).isEqualTo(new Checkpoint.EveryCommit());
        assertThat(file.limits()).isEqualTo(new ProblemFile.Limits(null, null));
    }

    @Test
    void servesTheOnlyTrackUnlessToldOtherwise() {
        assertThat(ProblemFiles.parse(Samples.text("ids")).serve()).isEqualTo("only");
    }

    @Test
    void takesIdsThatLookLikeNumbersAsText() {
        assertThat(ProblemFiles.parse(Samples.text("ids")).decision().actions())
                .isEqualTo(new ActionSpace.Ids(List.of("red", "green", "7")));
    }

    @Test
    void readsTheLimitOfTheRequest() {
        ProblemFile file = ProblemFiles.parse(
                Samples.text("newsvendor").replace("limits: {max: 48}", "limits: {max: request.max-order}"));

        assertThat(file.limits()).isEqualTo(new ProblemFile.Limits(null, "max-order"));
    }

    @Test
    void hashesWhatItSaysAndNotHowItIsWritten() {
        String text = Samples.text("ids");
        String reordered = "# a comment\n" + text.lines().sorted().reduce("", (a, b) -> a + b + "\n");
        String spelledOut = text + "discount: 0\nserve: only\ntime: {tick: PT1S}\n";

        assertThat(text).isNotEqualTo(reordered);
        assertThat(ProblemFiles.parse(reordered).hash())
                .isEqualTo(ProblemFiles.parse(text).hash())
                .matches("[0-9a-f]{64}");
        assertThat(ProblemFiles.parse(spelledOut.replace("serve: only\n", "")).hash())
                .isEqualTo(ProblemFiles.parse(text).hash());
        assertThat(ProblemFiles.parse(text.replace("-1", "-2")).hash())
                .isNotEqualTo(ProblemFiles.parse(text).hash());
    }

    @Test
    void readsItsOwnTextBackToTheSameValue() {
        for (String sample : Samples.ALL) {
            ProblemFile file = ProblemFiles.parse(Samples.text(sample));

            assertThat(ProblemFiles.parse(file.yaml())).isEqualTo(file);
        }
    }
}
