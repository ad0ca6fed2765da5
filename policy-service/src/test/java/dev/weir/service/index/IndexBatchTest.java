package dev.weir.service.index;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weir.rl.decision.DecisionId;
import dev.weir.rl.decision.PolicyVersion;
import dev.weir.rl.decision.UnitId;
import dev.weir.schemas.avro.Decision;
import dev.weir.schemas.avro.Features;
import dev.weir.schemas.avro.Situation;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.rocksdb.RocksDBException;
import org.rocksdb.RocksIterator;

class IndexBatchTest {
    private static final UnitId UNIT = new UnitId("u");
    private static final DecisionId ID = DecisionId.of(UNIT, "1");

    @TempDir
    Path folder;

    private IndexStore store;

    @BeforeEach
    void open() throws IOException {
        store = new IndexStore(folder);
    }

    @AfterEach
    void close() {
        store.close();
    }

    private interface Writes {
        void to(IndexBatch batch) throws RocksDBException;
    }

    private void write(Writes writes) throws RocksDBException {
        try (IndexBatch batch = new IndexBatch(store)) {
            writes.to(batch);
            batch.commit();
        }
    }

    private List<Keys.UnitKey> ofUnit() {
        List<Keys.UnitKey> all = new ArrayList<>();
        try (RocksIterator it = store.iterator()) {
            for (it.seek(Keys.unitFrom(UNIT.hash(), Long.MAX_VALUE));
                    it.isValid() && it.key()[0] == Keys.UNIT;
                    it.next()) {
                all.add(Keys.unitKey(it.key()));
            }
        }
        return all;
    }

    private static Decision decision(long time) {
        return Decision.newBuilder()
                .setId(ID.value())
                .setTime(time)
                .setUnit("u")
                .setAction("a")
                .setPropensity(1)
                .setPmf(List.of(1.0))
                .setSituation(new Situation(new Features(List.of(), List.of()), null, null))
                .setFeatureSchema(0)
                .setProblemHash("")
                .setVariant("baseline")
                .build();
    }

    @Test
    void ofTwoRecordsWithOneIdTheFirstCountsWithinABatchAndAcross() throws Exception {
        write(b -> {
            b.decision(ID, 5, "a", 0, 10);
            b.decision(ID, 5, "a", 0, 11);
        });
        write(b -> b.decision(ID, 6, "b", 0, 12));
        assertThat(store.decision(ID)).contains(new Entry(0, 10, 5, Entry.NONE));
        assertThat(ofUnit()).hasSize(1);
    }

    @Test
    void aTransitionJoinsItsDecisionInEitherOrder() throws Exception {
        DecisionId other = DecisionId.of(UNIT, "2");
        write(b -> {
            b.decision(ID, 5, "a", 0, 10);
            b.transition(ID, 70, () -> decision(5));
            b.transition(other, 71, () -> decision(6));
        });
        assertThat(store.decision(other)).contains(new Entry(Entry.TRANSITIONS, 71, 6, 71));
        write(b -> b.decision(other, 6, "a", 0, 11));
        assertThat(store.decision(ID)).contains(new Entry(0, 10, 5, 70));
        assertThat(store.decision(other)).contains(new Entry(0, 11, 6, 71));
        assertThat(ofUnit()).extracting(Keys.UnitKey::time).containsExactly(6L, 5L);
        assertThat(ofUnit()).extracting(Keys.UnitKey::partition).containsOnly(0);
    }

    @Test
    void whatRetentionTookStandsInItsTransitionOrNowhere() throws Exception {
        DecisionId unjoined = DecisionId.of(UNIT, "2");
        DecisionId young = DecisionId.of(UNIT, "3");
        write(b -> {
            b.decision(ID, 5, "a", 0, 10);
            b.decision(unjoined, 6, "a", 0, 11);
            b.decision(young, 7, "a", 0, 20);
            b.transition(ID, 70, () -> decision(5));
        });
        Sweep sweep = new Sweep(store);
        sweep.look(Map.of(0, 20L), Map.of(0, 21L));
        while (sweep.underWay()) {
            sweep.step();
        }
        assertThat(sweep.swept()).isEqualTo(2);
        assertThat(store.decision(ID)).contains(new Entry(Entry.TRANSITIONS, 70, 5, 70));
        assertThat(store.decision(unjoined)).isEmpty();
        assertThat(store.decision(young)).contains(new Entry(0, 20, 7, Entry.NONE));
        assertThat(ofUnit()).extracting(Keys.UnitKey::offset).containsExactly(20L, 70L);
    }

    @Test
    void aWalkBeginsOnlyWhenATwentiethOfTheLogHasGone() {
        Sweep sweep = new Sweep(store);
        sweep.look(Map.of(0, 4L), Map.of(0, 100L));
        assertThat(sweep.underWay()).isFalse();
        sweep.look(Map.of(0, 5L), Map.of(0, 100L));
        assertThat(sweep.underWay()).isTrue();
    }

    @Test
    void laterTimesComeFirstAlsoBelowZero() throws Exception {
        long[] times = {-5, 0, 7, Long.MAX_VALUE - 1};
        write(b -> {
            for (int i = 0; i < times.length; i++) {
                b.decision(DecisionId.of(UNIT, "t" + i), times[i], "a", 3, i);
            }
        });
        assertThat(ofUnit()).extracting(Keys.UnitKey::time).containsExactly(Long.MAX_VALUE - 1, 7L, 0L, -5L);
    }

    @Test
    void anIdComesBackOutOfItsKey() {
        assertThat(Keys.id(Keys.decision(ID))).isEqualTo(ID);
    }

    @Test
    void aVersionIsKnownOnceItsManifestIsThereAndGoesWithIt() throws Exception {
        PolicyVersion version = new PolicyVersion(0, 3);
        write(b -> b.firstChunk("linear", version, 100));
        assertThat(store.version("linear", version)).isEmpty();
        write(b -> b.manifest("linear", version, 104));
        assertThat(store.version("linear", version)).contains(new VersionAt(100, 104));
        write(b -> b.noVersion("linear", version));
        assertThat(store.version("linear", version)).isEmpty();
    }

    @Test
    void whatWasReadAndHowFarAreWrittenTogetherOrNotAtAll() throws Exception {
        TopicPartition partition = new TopicPartition("decisions", 0);
        try (IndexBatch lost = new IndexBatch(store)) {
            lost.decision(ID, 5, "a", 0, 10);
            lost.next(partition, 11);
        }
        assertThat(store.decision(ID)).isEmpty();
        assertThat(store.next(partition)).isEqualTo(-1);
        write(b -> {
            b.decision(ID, 5, "a", 0, 10);
            b.next(partition, 11);
        });
        store.close();
        store = new IndexStore(folder);
        assertThat(store.decision(ID)).isPresent();
        assertThat(store.next(partition)).isEqualTo(11);
    }

    @Test
    void anIndexOfTopicsThatWereMadeAnewIsKnownAsSuchAndForgets() throws Exception {
        store.identify("decisions", "one");
        write(b -> b.decision(ID, 5, "a", 0, 10));
        assertThat(store.isOfAnother("decisions", "one")).isFalse();
        assertThat(store.isOfAnother("decisions", "two")).isTrue();
        store.clear();
        assertThat(store.decision(ID)).isEmpty();
        assertThat(ofUnit()).isEmpty();
    }

    @Test
    void aFolderThatIsInUseIsRefused() {
        assertThatThrownBy(() -> new IndexStore(folder))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("index");
    }

    @Test
    void aDamagedIndexIsThrownAwayAndMadeAnew() throws Exception {
        write(b -> b.decision(ID, 5, "a", 0, 10));
        store.close();
        try (var files = Files.list(folder)) {
            for (Path file : files.filter(f -> f.getFileName().toString().startsWith("MANIFEST"))
                    .toList()) {
                Files.write(file, new byte[] {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12});
            }
        }
        store = new IndexStore(folder);
        assertThat(store.decision(ID)).isEmpty();
        assertThat(store.next(new TopicPartition("decisions", 0))).isEqualTo(-1);
    }
}
