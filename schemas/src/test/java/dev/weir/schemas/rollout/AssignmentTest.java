package dev.weir.schemas.rollout;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.rl.decision.Bucket;
import dev.weir.rl.decision.UnitId;
import dev.weir.schemas.avro.RolloutPhase;
import dev.weir.schemas.avro.RolloutState;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class AssignmentTest {
    private static final Pattern VECTOR = Pattern.compile("\\| `([^`]+)` \\| `([^`]+)` \\| (\\d+) \\|");

    private static RolloutState state(double share) {
        return RolloutState.newBuilder()
                .setRollout("r")
                .setPhase(RolloutPhase.RAMP)
                .setControl("baseline")
                .setChallenger("linear")
                .setShares(Map.of("linear", share, "baseline", 1 - share))
                .setSalt("p/r")
                .setTime(0)
                .build();
    }

    private static Assignment of(RolloutState state, String unit) {
        return Objects.requireNonNull(Assignment.of(state, new UnitId(unit)));
    }

    @Test
    void bucketsAreTheDocumentedOnes() throws IOException {
        String docs = Files.readString(Path.of("../docs/rollouts.md"));
        var vectors = VECTOR.matcher(docs).results().toList();
        assertThat(vectors).hasSizeGreaterThan(5);
        for (MatchResult vector : vectors) {
            assertThat(Bucket.of(new UnitId(vector.group(1)), vector.group(2)))
                    .as(vector.group())
                    .isEqualTo(Integer.parseInt(vector.group(3)));
        }
    }

    /** χ² with 9,999 degrees of freedom lies within 9,999 ± 5 · √(2 · 9,999) but once in two million. */
    @Test
    void bucketsAreUniformOverAMillionUnits() {
        int[] counts = new int[Bucket.COUNT];
        for (int i = 0; i < 1_000_000; i++) {
            counts[Bucket.of(new UnitId("unit-" + i), "problem/rollout")]++;
        }
        double square = 0;
        for (int count : counts) {
            square += (count - 100.0) * (count - 100.0) / 100;
        }
        assertThat(square).isBetween(9_999 - 5 * Math.sqrt(19_998), 9_999 + 5 * Math.sqrt(19_998));
    }

    @Test
    void aRampMovesNoUnitOutAndSharesAreKept() {
        double before = 0;
        for (double share : new double[] {0.01, 0.05, 0.2, 0.5, 1}) {
            int challengers = 0;
            for (int i = 0; i < 20_000; i++) {
                Assignment now = of(state(share), "unit-" + i);
                boolean challenger = now.variant().equals("linear");
                if (of(state(before), "unit-" + i).variant().equals("linear")) {
                    assertThat(challenger).isTrue();
                }
                challengers += challenger ? 1 : 0;
                assertThat(now.share()).isEqualTo(challenger ? share : 1 - share);
            }
            double expected = 20_000 * share;
            assertThat((double) challengers).isBetween(expected - 300, expected + 300);
            before = share;
        }
    }

    @Test
    void overridesGoBeforeBucketsAndADraftRulesNobody() {
        RolloutState state = state(0.0);
        state.setOverrides(Map.of("ada", "linear"));
        assertThat(of(state, "ada").variant()).isEqualTo("linear");
        assertThat(of(state, "ada").overridden()).isTrue();
        assertThat(of(state, "bob").variant()).isEqualTo("baseline");
        state.setPhase(RolloutPhase.DRAFT);
        assertThat(Assignment.of(state, new UnitId("ada"))).isNull();
    }

    @Test
    void aShadowServesTheControlToAllAndTakesALowShareBeside() {
        RolloutState state = state(0.0);
        state.setPhase(RolloutPhase.SHADOW);
        state.setStage(-1);
        state.setShadow(0.25);
        state.setOverrides(Map.of("ada", "linear"));
        assertThat(of(state, "ada").variant()).as("not even by override").isEqualTo("baseline");
        int shadowed = 0;
        for (int i = 0; i < 20_000; i++) {
            assertThat(of(state, "unit-" + i).variant()).isEqualTo("baseline");
            shadowed += Assignment.shadowed(state, new UnitId("unit-" + i)) ? 1 : 0;
        }
        assertThat(shadowed).isBetween(4_700, 5_300);
        state.setPhase(RolloutPhase.HELD);
        assertThat(of(state, "ada").variant()).isEqualTo("baseline");
    }
}
