package dev.weir.ops.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weir.ops.simulate.Plays;
import dev.weir.rl.world.inventory.ShopSettings.Market;
import dev.weir.schemas.problem.ProblemFile;
import dev.weir.schemas.problem.ProblemFiles;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TrainTest {
    private static final PrintStream QUIET = new PrintStream(OutputStream.nullOutputStream());

    @TempDir
    Path folder;

    private static TrainingWorld world(String name, int leadTime) {
        return TrainingWorld.of(name, new TrainingWorld.Settings(5, leadTime, 9, true, 3, Market.STEADY), 4);
    }

    private static ProblemFile file(TrainingWorld world) {
        return ProblemFiles.parse(world.problem(Plays.resource(world.yaml())));
    }

    @ParameterizedTest
    @ValueSource(strings = {"cartpole", "acrobot", "lost-sales", "corner-shops", "shops"})
    void everyWorldTakesItsOwnProblemFile(String name) throws Exception {
        TrainingWorld world = world(name, 2);
        ProblemFile file = file(world);

        Map<String, Object> said = new Train(file, file.serve(), QUIET).in(world, 400, null);

        assertThat(said.get("transitions")).isEqualTo(400L);
        assertThat(said.get("refused")).isEqualTo(0L);
        assertThat((List<?>) said.get("history")).hasSize(10);
    }

    @ParameterizedTest
    @CsvSource({"1, 1", "2, 2", "3, 3"})
    void lostSalesFitsItsFileToTheLeadTime(int leadTime, int numbers) throws Exception {
        TrainingWorld world = world("lost-sales", leadTime);
        ProblemFile file = file(world);

        assertThat(file.decision().context().numbers()).isEqualTo(numbers);
        assertThat(file.reward().formula().apply(Map.of("holding", 2.0, "lost", 1.0)))
                .isEqualTo(-2 - 9);
        assertThat(new Train(file, "dqn", QUIET).in(world, 100, null).get("refused"))
                .isEqualTo(0L);
    }

    @Test
    void shopsThatDoNotKnowWhatTheyLostAreRewardedForWhatTheySold() throws Exception {
        Market market = new Market(0.3, false, 3, 0.5);
        TrainingWorld world = TrainingWorld.of("shops", new TrainingWorld.Settings(5, 2, 9, false, 3, market), 4);
        ProblemFile file = file(world);

        assertThat(file.reward().formula().metrics())
                .contains("revenue", "plan")
                .doesNotContain("penalty_cost");
        assertThat(new Train(file, file.serve(), QUIET).in(world, 100, null).get("refused"))
                .isEqualTo(0L);
    }

    @Test
    void theSameTransitionsGiveTheSameBytes() throws Exception {
        Path log = folder.resolve("sub").resolve("log.avro");
        TrainingWorld world = world("cartpole", 1);
        ProblemFile file = file(world);

        Map<String, Object> played = new Train(file, "dqn", QUIET).in(world, 3000, log);
        Map<String, Object> read = new Train(file, "dqn", QUIET).from(log, Long.MAX_VALUE);
        Map<String, Object> again = new Train(file, "dqn", QUIET).in(world("cartpole", 1), 3000, null);

        assertThat(read.get("lastVersion")).isEqualTo(played.get("lastVersion"));
        assertThat(again.get("lastVersion")).isEqualTo(played.get("lastVersion"));
        assertThat(((Map<?, ?>) played.get("metrics")).get("training-steps")).isEqualTo(2001.0);
    }

    @Test
    void aFileThatIsCutOffIsRefused() throws Exception {
        Path log = folder.resolve("log.avro");
        TrainingWorld world = world("cartpole", 1);
        ProblemFile file = file(world);
        new Train(file, "dqn", QUIET).in(world, 3000, log);
        byte[] bytes = Files.readAllBytes(log);
        Files.write(log, Arrays.copyOf(bytes, bytes.length * 2 / 3));

        assertThatThrownBy(() -> new Train(file, "dqn", QUIET).from(log, Long.MAX_VALUE))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("log.avro: row ")
                .hasMessageContaining("cut off");
    }

    @Test
    void aProblemThatIsNotTheWorldsIsRefused() {
        TrainingWorld world = world("cartpole", 1);
        ProblemFile other = file(world("acrobot", 1));

        assertThatThrownBy(() -> new Train(other, "dqn", QUIET).in(world, 10, null))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("must be the world's");
        assertThatThrownBy(() -> world("chess", 1)).hasMessageContaining("'chess'");
    }
}
