package dev.weir.learner.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weir.learner.learn.DeepLog;
import dev.weir.learner.learn.Log;
import dev.weir.learner.learn.Output;
import dev.weir.learner.learn.TrackLearner;
import dev.weir.learner.publish.Publication;
import java.util.Arrays;
import java.util.Properties;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.TopologyTestDriver;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.Stores;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class PagesTest {
    private static final Output NOWHERE = new Output() {
        @Override
        public void published(Publication publication) {}

        @Override
        public void refused(String reason, String detail) {
            throw new AssertionError(reason + ": " + detail);
        }

        @Override
        public void checkpointDue() {}
    };

    private final TopologyTestDriver driver = new TopologyTestDriver(withStore(), properties());
    private final KeyValueStore<Integer, byte[]> store = driver.getKeyValueStore("pages");
    private final Pages pages = new Pages(store);

    @AfterEach
    void close() {
        driver.close();
    }

    @Test
    void bringsADeepLearnerBackToTheSameBits() {
        TrackLearner learner = learned(30);
        pages.save(learner);
        learn(learner, 30, 70);
        pages.save(learner); // what changed only

        TrackLearner again = new TrackLearner("dqn");
        pages.load(again);

        assertThat(again.stateSha256()).isEqualTo(learner.stateSha256());
        assertThat(again.version()).isEqualTo(learner.version());
    }

    @Test
    void refusesAPageThatIsCutAndSaysWhatToDo() {
        pages.save(learned(30));
        store.put(3, Arrays.copyOf(store.get(3), 100));

        assertThatThrownBy(() -> pages.load(new TrackLearner("dqn")))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("page 0 of arrays must have")
                .hasMessageContaining("had 100")
                .hasMessageContaining("Delete its state folder")
                .hasMessageContaining("kafka-streams-application-reset");
    }

    @Test
    void refusesPagesThatAreMissing() {
        TrackLearner learner = learned(30);
        pages.save(learner);
        store.delete(learner.pages() - 1);

        assertThatThrownBy(() -> pages.load(new TrackLearner("dqn")))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("page " + (learner.pages() - 1) + " is missing");
    }

    private static TrackLearner learned(int transitions) {
        TrackLearner learner = new TrackLearner("dqn");
        learner.accept(0, Log.problem(DeepLog.YAML), NOWHERE);
        learn(learner, 0, transitions);
        return learner;
    }

    private static void learn(TrackLearner learner, int from, int to) {
        for (int i = from; i < to; i++) {
            learner.accept(1 + i, DeepLog.transition(i), NOWHERE);
        }
    }

    private static Topology withStore() {
        Topology topology = new Topology();
        topology.addSource("in", new ByteArrayDeserializer(), new ByteArrayDeserializer(), "in")
                .addProcessor("none", Nothing::new, "in");
        topology.addStateStore(
                Stores.keyValueStoreBuilder(
                        Stores.inMemoryKeyValueStore("pages"), Serdes.Integer(), Serdes.ByteArray()),
                "none");
        return topology;
    }

    private static final class Nothing implements Processor<Object, Object, Void, Void> {
        @Override
        public void process(Record<Object, Object> record) {}
    }

    private static Properties properties() {
        Properties p = new Properties();
        p.put("application.id", "pages-test");
        p.put("bootstrap.servers", "nowhere:1");
        return p;
    }
}
