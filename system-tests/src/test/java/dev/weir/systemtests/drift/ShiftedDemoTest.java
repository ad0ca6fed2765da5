package dev.weir.systemtests.drift;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.ops.simulate.Demo;
import dev.weir.ops.simulate.DemoOptions;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code weir demo inventory --shift}: the whole of Weir, and for a fifth of the time everything costs a fifth more. */
class ShiftedDemoTest {
    private static final int DECISIONS =
            30_000; // with fewer, what lasts a fifth of it is too short for so small a shift of dependent costs
    private static final int AHEAD = 20;
    private static final Instant BEGINNING = Instant.parse("2026-01-01T00:00:00Z");
    private static final Duration PERIOD = Duration.ofSeconds(70); // window and tick of problems/inventory.yaml

    @TempDir
    Path folder;

    @Test
    @Tag("long")
    @SuppressWarnings("unchecked")
    void aFifthMoreCostIsToldOfWhileItLasts() throws Exception {
        DemoOptions options = new DemoOptions(
                "inventory", null, DECISIONS, 1, 1, AHEAD, true, null, folder.resolve("report.json"), null, true);
        ByteArrayOutputStream said = new ByteArrayOutputStream();
        Map<String, Object> report = new Demo(options, new PrintStream(said, true, StandardCharsets.UTF_8)).run();

        long periods = DECISIONS / (5 * AHEAD);
        Instant from = BEGINNING.plus(PERIOD.multipliedBy(periods * 6 / 10));
        Instant to = BEGINNING.plus(PERIOD.multipliedBy(periods * 8 / 10));
        List<Map<String, Object>> alerts = (List<Map<String, Object>>) report.get("alerts");
        assertThat(alerts).as(said.toString(StandardCharsets.UTF_8)).isNotEmpty();
        assertThat(alerts)
                .allMatch(a -> a.get("name").equals("reward-drift")
                        || a.get("severity").equals("info"));
        Map<String, Object> first = alerts.get(0);
        assertThat(first.get("state")).isEqualTo("firing");
        assertThat(first.get("severity")).isEqualTo("page");
        assertThat(Instant.parse((String) first.get("firedAt"))).isBetween(from, to);
        assertThat(said.toString(StandardCharsets.UTF_8)).contains("FIRING reward-drift of all");
    }
}
