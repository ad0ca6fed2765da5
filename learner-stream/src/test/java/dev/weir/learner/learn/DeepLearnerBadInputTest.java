package dev.weir.learner.learn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weir.learner.publish.Publication;
import dev.weir.rl.learn.SavedPages;
import dev.weir.schemas.avro.Transition;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

class DeepLearnerBadInputTest {
    private final TrackLearner learner = new TrackLearner("dqn");
    private final List<Publication> published = new ArrayList<>();
    private final List<String> refused = new ArrayList<>();
    private long offset;

    private final Output out = new Output() {
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
    };

    @Test
    void refusesWhatIsNotFiniteNamingTheFieldAndLearnsNothingOfIt() {
        Map<String, Consumer<Transition>> bad = new LinkedHashMap<>();
        bad.put("feature x[1] must be finite", t -> features(t, 0.0, Double.NaN, 0.0));
        bad.put("feature x[2] must be finite", t -> features(t, 0.0, 0.0, Double.POSITIVE_INFINITY));
        bad.put("feature x[0] must be finite in single precision, was 1.0E60", t -> features(t, 1e60, 0.0, 0.0));
        bad.put("feature x[0] must be finite in single", t -> t.setNext(DeepLog.situation(Double.NaN, 0.0, 0.0)));
        bad.put("decision.situation.features.numbers must be 3", t -> features(t, 1.0, 2.0));
        bad.put("next.features.numbers must be 3", t -> t.setNext(DeepLog.situation(1.0, 2.0, 3.0, 4.0)));
        bad.put("reward must be finite in single precision, was NaN", t -> t.setReward(Double.NaN));
        bad.put("reward must be finite in single precision, was -Infinity", t -> t.setReward(Double.NEGATIVE_INFINITY));
        bad.put("reward must be finite in single precision, was 1.0E300", t -> t.setReward(1e300));
        bad.put("discount must be 0 to 1, was 1.5", t -> t.setDiscount(1.5));
        bad.put("propensity must be above 0", t -> t.getDecision().setPropensity(0));
        bad.put("decision.action must be one of", t -> t.getDecision().setAction("z"));
        bad.put("unit must have 1 to 512", t -> t.getDecision().setUnit(""));
        begin(DeepLog.YAML, 60);
        String before = learner.stateSha256();

        bad.forEach((message, change) -> {
            read(DeepLog.transition(60, change));
            assertThat(refused.get(refused.size() - 1)).startsWith("invalid: ").contains(message);
            assertThat(learner.stateSha256()).as(message).isEqualTo(before);
        });

        assertThat(refused).hasSize(bad.size());
        read(DeepLog.transition(60));
        assertThat(learner.stateSha256()).isNotEqualTo(before);
    }

    @Test
    void stopsBeforeItPublishesAWeightThatIsNotFinite() {
        begin(DeepLog.YAML.replace("batch: 8", "batch: 8\n      scale-rewards: false\n      huber: 0"), 30);
        int before = published.size();

        assertThatThrownBy(() -> {
                    for (int i = 30; i < 200; i++) {
                        int sign = i % 2 == 0 ? 1 : -1;
                        read(DeepLog.transition(i, t -> t.setReward(sign * 3e38)));
                    }
                })
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("not finite")
                .hasMessageContaining("learning-rate");
        assertThat(published.size()).isLessThanOrEqualTo(before + 1);
    }

    @Test
    void publishesWithoutTrainingWhileTheReplayIsSmallerThanABatch() {
        begin(DeepLog.YAML.replace("batch: 8", "batch: 64").replace("warm-up: 20", "warm-up: 64"), 60);

        assertThat(published).hasSize(7);
        assertThat(published.get(6).manifest().getProvenance().getMetrics()).containsEntry("training-steps", 0.0);
        for (int i = 60; i < 80; i++) {
            read(DeepLog.transition(i));
        }
        assertThat(published.get(8).manifest().getProvenance().getMetrics().get("training-steps"))
                .isPositive();
    }

    @Test
    void refusesPagesThatAreCutAndPagesOfAnotherConfiguration() {
        begin(DeepLog.YAML, 60);
        List<byte[]> chunks = new ArrayList<>();
        FullState.cut(learner, (index, count, data) -> chunks.add(data));
        byte[][] state = FullState.pages(chunks).all();
        String before = learner.stateSha256();
        for (int page = 0; page < state.length; page++) {
            byte[][] cut = state.clone();
            cut[page] = Arrays.copyOf(state[page], state[page].length / 2);
            refusesToRestore(cut, before);
        }
        refusesToRestore(Arrays.copyOf(state, state.length - 1), before);
        byte[][] other = state.clone();
        other[1] = new String(state[1], StandardCharsets.UTF_8)
                .replace("hidden: [16]", "hidden: [17]")
                .replace("size: 3", "size: 4")
                .getBytes(StandardCharsets.UTF_8);
        refusesToRestore(other, before);
        byte[][] poisoned = state.clone();
        poisoned[3] = state[3].clone();
        ByteBuffer.wrap(poisoned[3]).putFloat(0, Float.NaN);
        refusesToRestore(poisoned, before);
    }

    private void refusesToRestore(byte[][] state, String before) {
        assertThatThrownBy(() -> learner.restore(SavedPages.of(state))).isInstanceOf(IllegalArgumentException.class);
        assertThat(learner.stateSha256()).isEqualTo(before);
    }

    private static void features(Transition transition, Double... numbers) {
        transition.getDecision().setSituation(DeepLog.situation(numbers));
    }

    private void begin(String yaml, int transitions) {
        read(Log.problem(yaml));
        for (int i = 0; i < transitions; i++) {
            read(DeepLog.transition(i));
        }
        assertThat(refused).isEmpty();
    }

    private void read(byte[] value) {
        learner.accept(offset++, value, out);
    }
}
