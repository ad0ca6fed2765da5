package dev.weir.learner.learn;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.learner.publish.Publication;
import dev.weir.learner.publish.Sha256;
import dev.weir.rl.algorithm.Algorithms;
import dev.weir.schemas.avro.LearnerCommand;
import dev.weir.schemas.avro.LearnerControl;
import dev.weir.schemas.avro.PolicyManifest;
import dev.weir.schemas.problem.ProblemFiles;
import dev.weir.schemas.wire.Codec;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class TrackLearnerTest {
    private final TrackLearner learner = new TrackLearner("linear");
    private final Heard heard = new Heard();
    private long offset;

    @Test
    void publishesABeliefAtOnceAndThenEveryFiveTransitions() {
        read(Log.problem(Log.YAML));
        read(0, 12);

        assertThat(heard.versions()).containsExactly("0.0", "0.1", "0.2");
        assertThat(heard.manifests()).extracting(PolicyManifest::getTransitions).containsExactly(0L, 5L, 10L);
        assertThat(heard.manifests())
                .extracting(m -> m.getProvenance().getNextOffset())
                .containsExactly(1L, 6L, 11L);
    }

    @Test
    void saysWhatAVersionIsAndWhereItComesFrom() {
        read(Log.problem(Log.YAML));
        read(0, 5);

        Publication last = heard.published.get(1);
        assertThat(last.manifest().getContentSha256()).isEqualTo(Sha256.of(last.content()));
        assertThat(last.manifest().getProvenance().getParent())
                .isEqualTo(heard.manifests().get(0).getContentSha256());
        assertThat(last.manifest().getTime()).isEqualTo(1004);
        assertThat(last.manifest().getContentBytes()).isEqualTo(last.content().length);
        assertThat(Algorithms.read(last.content(), ProblemFiles.parse(Log.YAML).decision()))
                .isNotNull();
    }

    @Test
    void beginsANewEpochWhenWhatIsLearnedChangesAndNotOtherwise() {
        read(Log.problem(Log.YAML));
        read(0, 5);
        read(Log.problem(Log.YAML.replace("every-transitions: 5", "every-transitions: 2"))); // live
        read(5, 7);
        read(Log.problem(Log.YAML.replace("seed: 3", "seed: 4"))); // new epoch

        assertThat(heard.versions()).containsExactly("0.0", "0.1", "0.2", "1.0");
        assertThat(heard.manifests().get(3).getTransitions()).isZero();
        assertThat(heard.manifests().get(3).getProvenance().getFirstOffset()).isEqualTo(9);
    }

    @Test
    void publishesByTimeInTheLogWhereTheFileSaysSo() {
        read(Log.problem(Log.YAML.replace("every-transitions: 5", "every: PT10S")));
        read(0, 3);
        read(Log.tick(5_000));
        read(Log.tick(11_000));
        read(Log.tick(30_000)); // nothing new was learned

        assertThat(heard.versions()).containsExactly("0.0", "0.1");
        assertThat(heard.manifests().get(1).getTime()).isEqualTo(11_000);
    }

    @Test
    void refusesWhatItCannotUseAndGoesOn() {
        read(Log.transition(0));
        read(Log.problem(Log.YAML));
        read(new byte[] {1, 2, 3});
        read(Log.transition(1, "nobody"));
        byte[] cut = Log.transition(2);
        read(Arrays.copyOf(cut, cut.length - 4));
        read(0, 5);

        assertThat(heard.refused).hasSize(4);
        assertThat(heard.refused.get(0)).contains("invalid").contains("no problem file");
        assertThat(heard.refused.get(1)).contains("undecodable");
        assertThat(heard.refused.get(2)).contains("invalid").contains("'nobody'");
        assertThat(heard.refused.get(3)).contains("undecodable");
        assertThat(heard.versions()).containsExactly("0.0", "0.1");
    }

    @Test
    void givesTheSameBytesAfterEveryRestart() {
        Heard through = new Heard();
        TrackLearner undisturbed = new TrackLearner("linear");
        undisturbed.accept(0, Log.problem(Log.YAML), through);
        for (int i = 0; i < 60; i++) {
            undisturbed.accept(i + 1, Log.transition(i), through);
        }

        TrackLearner now = new TrackLearner("linear");
        now.accept(0, Log.problem(Log.YAML), heard);
        for (int i = 0; i < 60; i++) {
            if (i % 7 == 0) {
                TrackLearner next = new TrackLearner("linear");
                List<byte[]> chunks = new ArrayList<>();
                FullState.cut(now, (index, count, data) -> chunks.add(data));
                next.restore(FullState.pages(chunks));
                now = next;
            }
            now.accept(i + 1, Log.transition(i), heard);
        }

        assertThat(heard.manifests()).isEqualTo(through.manifests());
        assertThat(heard.published.get(12).content())
                .isEqualTo(through.published.get(12).content());
    }

    @Test
    void putsChunksBeforeTheManifestAndLetsOldOnesGo() {
        read(Log.problem(Log.YAML));
        read(0, 5 * Publication.KEPT_VERSIONS);

        List<Publication.Entry> first = heard.published.get(0).entries();
        assertThat(first).extracting(Publication.Entry::key).containsExactly("c/linear/0/0/0", "m/linear/0/0");
        List<Publication.Entry> last =
                heard.published.get(Publication.KEPT_VERSIONS).entries();
        assertThat(last).extracting(Publication.Entry::key).endsWith("c/linear/0/0/0");
        assertThat(last.get(last.size() - 1).value()).isNull();
    }

    private void read(byte[] value) {
        heard.log.add(value);
        learner.accept(offset++, value, heard);
    }

    private static byte[] control(LearnerCommand command, long from, long to) {
        return Codec.of(LearnerControl.class)
                .encode(new LearnerControl("linear", command, "ada", "a test", 5_000L, "0.3", from, to));
    }

    /** Poison, a rewind that leaves it out, another poison, another rewind: what is left was all that was learned. */
    @Test
    void rewoundItIsTheLearnerThatNeverSawThePoison() {
        read(Log.problem(Log.YAML));
        read(0, 20);
        read(40, 60); // offsets 21 to 40
        read(20, 30);
        read(control(LearnerCommand.REWIND, 21, 41));
        Publication first = heard.published.get(heard.published.size() - 1);
        assertThat(first.manifest().getEpoch()).isEqualTo(1);
        assertThat(first.manifest().getN()).isZero();
        assertThat(first.manifest().getTransitions()).isEqualTo(30);
        read(60, 63); // offsets 52 to 54
        read(30, 35);
        read(control(LearnerCommand.REWIND, 52, 55));

        TrackLearnerTest clean = new TrackLearnerTest();
        clean.read(Log.problem(Log.YAML));
        clean.read(0, 30);
        assertThat(first.content())
                .isEqualTo(clean.heard
                        .published
                        .get(clean.heard.published.size() - 1)
                        .content());
        clean.read(30, 35);
        Publication second = heard.published.get(heard.published.size() - 1);
        assertThat(second.manifest().getEpoch()).isEqualTo(2);
        assertThat(second.content())
                .isEqualTo(clean.heard
                        .published
                        .get(clean.heard.published.size() - 1)
                        .content());
        assertThat(heard.refused).isEmpty();
    }

    @Test
    void pausedItLeavesOutWhatComesAndARewindOutsideTheEpochIsRefused() {
        read(Log.problem(Log.YAML));
        read(0, 10);
        read(control(LearnerCommand.PAUSE, 0, 0));
        read(50, 60);
        assertThat(learner.paused()).isTrue();
        assertThat(learner.transitions()).isEqualTo(10);
        read(control(LearnerCommand.RESUME, 0, 0));
        read(10, 15);
        TrackLearnerTest clean = new TrackLearnerTest();
        clean.read(Log.problem(Log.YAML));
        clean.read(0, 15);
        assertThat(heard.published.get(heard.published.size() - 1).content())
                .isEqualTo(clean.heard
                        .published
                        .get(clean.heard.published.size() - 1)
                        .content());
        read(control(LearnerCommand.REWIND, 5, 500));
        assertThat(heard.refused).singleElement().asString().contains("skip must lie from 0 to");
    }

    private void read(int from, int to) {
        for (int i = from; i < to; i++) {
            read(Log.transition(i));
        }
    }

    private static final class Heard implements Output {
        private final List<Publication> published = new ArrayList<>();
        private final List<String> refused = new ArrayList<>();
        private final List<byte[]> log = new ArrayList<>();

        @Override
        public void again(long from, long to, LogRecord each) {
            for (long at = from; at < to; at++) {
                each.read(at, log.get((int) at));
            }
        }

        @Override
        public void published(Publication publication) {
            published.add(publication);
        }

        @Override
        public void refused(String reason, String detail) {
            refused.add(reason + ": " + detail);
        }

        @Override
        public void checkpointDue() {}

        private List<PolicyManifest> manifests() {
            return published.stream().map(Publication::manifest).toList();
        }

        private List<String> versions() {
            return manifests().stream().map(m -> m.getEpoch() + "." + m.getN()).toList();
        }
    }
}
