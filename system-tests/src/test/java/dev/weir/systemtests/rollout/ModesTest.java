package dev.weir.systemtests.rollout;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.learner.rebuild.LogReader;
import dev.weir.ops.embedded.EmbeddedBroker;
import dev.weir.ops.rollout.RolloutDesk;
import dev.weir.ops.simulate.Plays;
import dev.weir.schemas.avro.AuditEntry;
import dev.weir.schemas.avro.Decision;
import dev.weir.schemas.avro.RolloutPhase;
import dev.weir.schemas.problem.ProblemFile;
import dev.weir.schemas.problem.ProblemFiles;
import dev.weir.schemas.wire.Codec;
import dev.weir.schemas.wire.RecordType;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code ops/examples/modes} as anybody would run it, on a broker whose log is read afterwards. */
class ModesTest {
    private static final Path ROOT = Path.of("").toAbsolutePath().getParent();
    private static final Codec<Decision> DECISIONS = Codec.of(Decision.class);

    @TempDir
    Path folder;

    @Test
    void translationsAreHandedOverAndNothingIsServedThatNobodyAllowed() throws Exception {
        theScriptRunsToPromotion("translation", "linear");
    }

    @Test
    @Tag("long")
    void reordersAreHandedOverAndNothingIsServedThatNobodyAllowed() throws Exception {
        theScriptRunsToPromotion("inventory", "dqn");
    }

    private void theScriptRunsToPromotion(String world, String track) throws Exception {
        Path weir = folder.resolve("weir");
        Files.writeString(
                weir,
                "#!/bin/sh\nexec '%s' --add-modules=jdk.incubator.vector -Xmx1g -cp '%s' dev.weir.ops.cli.Main \"$@\"\n"
                        .formatted(
                                Path.of(System.getProperty("java.home"), "bin", "java"),
                                System.getProperty("java.class.path")));
        assertThat(weir.toFile().setExecutable(true)).isTrue();
        try (EmbeddedBroker broker = EmbeddedBroker.start(folder.resolve("broker"), 0)) {
            Path log = folder.resolve("modes.log");
            ProcessBuilder builder = new ProcessBuilder(
                            ROOT.resolve("ops/examples/modes").toString(),
                            world,
                            "--bootstrap-servers",
                            broker.bootstrapServers())
                    .redirectErrorStream(true)
                    .redirectOutput(log.toFile());
            builder.environment().put("WEIR", weir.toString());
            Process script = builder.start();
            boolean ended = script.waitFor(9, TimeUnit.MINUTES);
            if (!ended) {
                script.descendants().forEach(ProcessHandle::destroyForcibly);
                script.destroyForcibly();
            }
            assertThat(ended && script.exitValue() == 0)
                    .as(Files.readString(log))
                    .isTrue();
            handedOver(broker, world, track);
        }
    }

    private static void handedOver(EmbeddedBroker broker, String world, String track) {
        ProblemFile file = ProblemFiles.read(Plays.resource(world + ".yaml"), Map.of("WEIR_SERVE", "baseline"))
                .withKafka(Map.of("bootstrap.servers", broker.bootstrapServers()));
        RolloutDesk.History history = RolloutDesk.history(file);
        assertThat(history.state().getPhase()).isEqualTo(RolloutPhase.PROMOTED);
        assertThat(history.entries())
                .extracting(e -> e.getAction() + " by " + e.getBy())
                .containsExactly(
                        "start by ada", "hold by controller", "promote by ada", "hold by controller", "promote by ada");
        AuditEntry allowed = history.entries().get(2);
        List<Decision> all = decisions(file);
        List<Decision> before =
                all.stream().filter(d -> d.getTime() < allowed.getTime()).toList();
        assertThat(before).hasSizeGreaterThan(3000);
        assertThat(before)
                .allSatisfy(d -> assertThat(d.getAction()).isEqualTo(d.getBaselineAction()))
                .allSatisfy(d -> assertThat(d.getTrack()).isNull())
                .allSatisfy(d ->
                        assertThat(d.getElsewhere() || d.getPropensity() == 1).isTrue());
        assertThat(before).anyMatch(Decision::getElsewhere);
        List<Decision> beside =
                before.stream().filter(d -> d.getShadow() != null).toList();
        assertThat(beside).hasSizeGreaterThan(1000);
        assertThat(beside)
                .as("an apprentice would do otherwise")
                .anyMatch(d -> !d.getShadow().getAction().equals(d.getAction()));
        long differing = all.stream()
                .filter(d -> !d.getAction().equals(d.getBaselineAction()))
                .count();
        assertThat(differing).as("after the promotion").isGreaterThan(500);
        assertThat(all.get(all.size() - 1).getVariant()).isEqualTo(track);
    }

    private static List<Decision> decisions(ProblemFile file) {
        List<Decision> all = new ArrayList<>();
        LogReader.read(file, file.topics().decisions(), 0, record -> {
            if (record.value() != null && RecordType.of(record.value()) == RecordType.DECISION) {
                all.add(DECISIONS.decode(record.value()));
            }
            return true;
        });
        return all;
    }
}
