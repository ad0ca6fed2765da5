package dev.weir.systemtests.ingestion;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.schemas.avro.Decision;
import dev.weir.schemas.avro.Outcome;
import dev.weir.schemas.avro.Tick;
import dev.weir.schemas.avro.Transition;
import dev.weir.schemas.topic.KafkaSettings.Kind;
import dev.weir.schemas.wire.Codec;
import dev.weir.schemas.wire.RecordType;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.Predicate;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KilledEpisodesTest {
    private static final Codec<Transition> TRANSITIONS = Codec.of(Transition.class);
    private static final int KILLS = 2;
    private static final int UNITS = 300;
    private static final int STEPS = 80;
    /** Between two steps of a unit; the window is two of them, the time-out ten. */
    private static final long PAUSE = 1000;

    private static final long END = Stage.T0 + (STEPS + 50) * PAUSE;

    @TempDir
    Path folder;

    @Test
    void everyStepBecomesOneTransitionInOrderHoweverOftenTheProcessIsKilled() throws Exception {
        String yaml = Problems.yaml("killed", "PT2S", 2) + "episodes: {timeout: PT10S}\ndiscount: 0.9\n";
        Path problem = Files.writeString(folder.resolve("problem.yaml"), yaml);
        SplittableRandom random = new SplittableRandom();
        try (Stage stage = new Stage(folder.resolve("broker"), yaml)) {
            String brokers =
                    (String) stage.file.kafkaSettings().forClient(Kind.ADMIN).get("bootstrap.servers");
            Path log = folder.resolve("child.log");
            for (int life = 0; life <= KILLS; life++) {
                fill(stage, life * STEPS / (KILLS + 1), (life + 1) * STEPS / (KILLS + 1));
                boolean last = life == KILLS;
                if (last) {
                    stage.tick(END);
                }
                Path state = folder.resolve(life == 1 ? "another" : "state"); // one life begins without its folder
                Process child = KilledIngestion.start(brokers, problem, state, log);
                try {
                    long until = last ? END : Stage.T0 + life * STEPS / (KILLS + 1) * PAUSE;
                    List<ConsumerRecord<byte[], byte[]>> read =
                            stage.read(stage.file.topics().transitions(), Duration.ofSeconds(90), ticked(until));
                    if (last) {
                        exact(read);
                    }
                    Thread.sleep(random.nextInt(300));
                } finally {
                    child.destroyForcibly().waitFor();
                }
            }
        }
    }

    /** Step 50 of every unit ends an episode, step 60 of every third one is missing. */
    private static void fill(Stage stage, int from, int to) {
        for (int step = from; step < to; step++) {
            long time = Stage.T0 + step * PAUSE;
            stage.tick(time);
            for (int unit = 0; unit < UNITS; unit++) {
                if (step == 60 && unit % 3 == 0) {
                    continue;
                }
                Decision d = Stage.decision(unit, step, time + unit % 7);
                d.setStep((long) step);
                stage.decide(d);
                stage.happen(Stage.outcome(d, "r", d.getTime() + unit % 1500, step));
                if (step == 50) {
                    stage.happen(new Outcome(d.getId(), "end", d.getTime() + 5, Map.of(), false, true, null, false));
                }
            }
        }
    }

    private static void exact(List<ConsumerRecord<byte[], byte[]>> records) {
        Map<String, List<Transition>> units = new HashMap<>();
        for (ConsumerRecord<byte[], byte[]> record : records) {
            if (RecordType.of(record.value()) == RecordType.TRANSITION) {
                Transition t = TRANSITIONS.decode(record.value());
                units.computeIfAbsent(t.getDecision().getUnit(), u -> new ArrayList<>())
                        .add(t);
            }
        }
        assertThat(units).hasSize(UNITS);
        units.forEach((unit, transitions) -> {
            boolean gap = Integer.parseInt(unit.substring("unit-".length())) % 3 == 0;
            assertThat(transitions).hasSize(gap ? STEPS - 1 : STEPS);
            for (int i = 0; i < transitions.size(); i++) {
                Transition t = transitions.get(i);
                long step = gap && i >= 60 ? i + 1 : i;
                boolean cut = step == STEPS - 1 || gap && step == 59;
                assertThat(t.getDecision().getStep()).isEqualTo(step);
                assertThat(t.getReward()).isEqualTo(step);
                assertThat(t.getDiscount()).isEqualTo(step == 50 ? 0 : 0.9);
                assertThat(t.getTruncated()).isEqualTo(cut);
                assertThat(t.getNext() == null).isEqualTo(cut || step == 50);
            }
        });
    }

    /** True when both joiners have passed a time. */
    private static Predicate<List<ConsumerRecord<byte[], byte[]>>> ticked(long time) {
        Map<String, Long> last = new HashMap<>();
        int[] read = {0};
        return records -> {
            for (; read[0] < records.size(); read[0]++) {
                byte[] value = records.get(read[0]).value();
                if (RecordType.of(value) == RecordType.TICK) {
                    Tick tick = Stage.TICKS.decode(value);
                    last.put(tick.getSource(), tick.getTime());
                }
            }
            return last.size() == 2 && last.values().stream().allMatch(t -> t >= time);
        };
    }
}
