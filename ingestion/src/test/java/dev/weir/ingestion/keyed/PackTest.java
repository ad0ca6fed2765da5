package dev.weir.ingestion.keyed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class PackTest {
    private final Pack pack = new Pack();

    private static List<String> read(byte[] value) {
        List<String> events = new ArrayList<>();
        Pack.read(value, (source, stamp, event) -> events.add(source + " " + stamp + " " + event.length));
        return events;
    }

    @Test
    void handsEventsOverInTheirOrderWithSourceAndStamp() {
        Source decision = new Source(true, 3, 1L << 40);
        Source outcome = new Source(false, 0, 0);
        pack.add(decision, 9, new byte[2]);
        pack.add(outcome, 7, new byte[0]);

        assertThat(pack.stamp()).isEqualTo(9);
        assertThat(read(pack.take())).containsExactly(decision + " 9 2", outcome + " 7 0");
        assertThat(pack.isEmpty()).isTrue();
    }

    @Test
    void isFullBefore64KibAndTakesAnEventOfAnySizeByItself() {
        assertThat(pack.isFull(900 * 1024)).isFalse();
        pack.add(new Source(true, 0, 0), 1, new byte[900 * 1024]);
        assertThat(pack.isFull(0)).isTrue();
        assertThat(read(pack.take())).hasSize(1);

        int events = 0;
        while (!pack.isFull(300)) {
            pack.add(new Source(true, 0, events++), 1, new byte[300]);
        }
        byte[] value = pack.take();
        assertThat(value.length).isBetween(63 * 1024, 64 * 1024);
        assertThat(read(value)).hasSize(events);
    }

    @Test
    void refusesWhatIsNoPack() {
        assertThatThrownBy(() -> read(new byte[] {2, 0})).hasMessageContaining("no pack of form 1");
        assertThatThrownBy(() -> read(new byte[0])).hasMessageContaining("no pack of form 1");
    }
}
