package dev.weir.rl.bandit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.weir.rl.bandit.LinearBanditSpec.Exploration;
import dev.weir.rl.world.MadeUpTranslations;
import dev.weir.rl.world.Newsvendor;
import dev.weir.rl.world.RatedTranslations;
import dev.weir.rl.world.World;
import dev.weir.rl.world.World.Baselines;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;

/**
 * The settings of problems/ learn their worlds, with the delay of the stream (versions every 25 transitions, 100 decisions
 * ahead). Seeds here were not used for tuning. Bars: issue "The loop runs end to end".
 */
class LearnsItsWorldsTest {
    private static final int PUBLISH_EVERY = 25;
    private static final int AHEAD = 100;

    @Test
    void newsvendorReaches97PercentOfTheOptimum() {
        LinearBanditSpec spec = new LinearBanditSpec(
                List.of(List.of("season", "price"), List.of("season", "price", "action")),
                12,
                0.3,
                1,
                new Exploration.Thompson(32, 0.75, 0.002));
        World world = new Newsvendor(101);

        Play.Result result = Play.play(world, spec, 101, 20_000, PUBLISH_EVERY, AHEAD, 5_000);

        assertThat(result.expectedLast()).isGreaterThan(0.97 * 40.2947);
    }

    @Test
    void madeUpTranslationsGo85PercentOfTheWayFromBestFixedToOptimum() {
        LinearBanditSpec spec = new LinearBanditSpec(
                List.of(
                        List.of("system"),
                        List.of("fluency"),
                        List.of("domain", "system"),
                        List.of("length", "system")),
                12,
                1,
                1,
                new Exploration.Thompson(64, 0.5, 0.01));
        World world = new MadeUpTranslations(102);
        Baselines b = world.baselines();

        Play.Result result = Play.play(world, spec, 102, 20_000, PUBLISH_EVERY, AHEAD, 5_000);

        assertThat((b.bestFixed() - b.uniform()) / (b.best() - b.uniform())).isLessThan(0.60);
        assertThat(result.expectedLast()).isGreaterThan(b.bestFixed() + 0.85 * (b.best() - b.bestFixed()));
    }

    @Test
    void noFixedSystemComesNearTheOptimumOfMadeUpTranslations() {
        for (int seed = 0; seed < 40; seed++) {
            Baselines b = new MadeUpTranslations(seed).baselines();
            assertThat((b.bestFixed() - b.uniform()) / (b.best() - b.uniform()))
                    .as("seed %d", seed)
                    .isLessThan(0.60);
        }
    }

    @Test
    void ratedTranslationsLearnTheSystems() throws Exception {
        Path data = Path.of(System.getProperty("weir.data", "../../shared/data"))
                .resolve("translation/features-ende-mt.tsv.gz");
        assumeTrue(Files.exists(data), "skipped: no shared data at " + data);
        LinearBanditSpec spec = new LinearBanditSpec(List.of(), 12, 10, 1, new Exploration.Thompson(64, 0.4, 0.01));
        double mean = 0;
        double last = 0;
        int seeds = 10;
        for (int seed = 200; seed < 200 + seeds; seed++) {
            try (var text =
                    new InputStreamReader(new GZIPInputStream(Files.newInputStream(data)), StandardCharsets.UTF_8)) {
                World world = RatedTranslations.read(text, seed);
                assertThat(world.baselines().uniform()).isBetween(-1.581, -1.579);
                assertThat(world.baselines().bestFixed()).isBetween(-1.057, -1.055);
                Play.Result result = Play.play(world, spec, seed, 5_290, PUBLISH_EVERY, AHEAD, 529);
                mean += result.mean() / seeds;
                last += result.meanLast() / seeds;
            }
        }
        assertThat(mean).isGreaterThan(-1.20);
        assertThat(last).isGreaterThan(-1.12);
    }
}
