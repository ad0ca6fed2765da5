package dev.weir.ingestion.join;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.ingestion.join.Chain.Link;
import dev.weir.ingestion.keyed.KeyedId;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class ChainTest {
    /** One bucket for all chains would make each look-up a walk. */
    @Test
    void theKeysOfUnitsAreSpreadByTheirHash() {
        assertThat(LongStream.range(0, 1000)
                        .map(unit -> Chain.key(unit * 0x9E3779B97F4A7C15L).hashCode())
                        .distinct()
                        .count())
                .isGreaterThan(990);
        assertThat(Chain.isKey(Chain.key(-5))).isTrue();
    }

    @Test
    void findsNeighboursAsASortedMapDoesAndSurvivesItsForm() {
        SplittableRandom random = new SplittableRandom(1);
        Chain chain = new Chain();
        TreeMap<Long, Link> map = new TreeMap<>();
        for (int i = 0; i < 2000; i++) {
            long step = random.nextLong(500);
            assertThat(chain.conflict(step) == null).isEqualTo(!map.containsKey(step));
            if (!map.containsKey(step)) {
                Link link = new Link(step, new KeyedId(9, random.nextLong(), random.nextLong()), random.nextLong(999));
                chain.add(link);
                map.put(step, link);
            }
            if (i % 100 == 99) {
                Sink sink = new Sink();
                chain.write(sink.begin());
                chain = Chain.read(new Cursor(sink.copy(), 0), 9);
            }
            long asked = random.nextLong(-5, 505);
            assertThat(chain.before(asked))
                    .isEqualTo(
                            map.lowerEntry(asked) == null
                                    ? null
                                    : map.lowerEntry(asked).getValue());
            assertThat(chain.after(asked))
                    .isEqualTo(
                            map.higherEntry(asked) == null
                                    ? null
                                    : map.higherEntry(asked).getValue());
        }
        long first = map.firstKey();
        chain.leave();
        assertThat(chain.conflict(first)).contains("expected above " + first);
    }
}
