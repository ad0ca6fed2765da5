package dev.weir.rl.feature;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.nio.ByteBuffer;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Features as rows of numbers, and their running normalisation. */
class DenseInputTest {
    private static final DenseInput INPUT = new DenseInput(new FeatureSchema(List.of(
            new FeatureSpec.Numeric("stock", 2, 0),
            new FeatureSpec.Categorical("shop", List.of("a", "b")),
            new FeatureSpec.Numeric("price", 1, 0))));

    @Test
    void writesEachFeatureAtItsPlaces() {
        float[] row = {9, 9, 9, 9, 9, 9, 9, 9};
        INPUT.encode(new Features(new double[] {3, 4, 7}, new String[] {"b"}), row, 1);
        assertThat(row).containsExactly(9, 3, 4, 0, 1, 0, 7, 9);
        assertThat(INPUT.nameOf(1)).isEqualTo("stock[1]");
        assertThat(INPUT.nameOf(4)).isEqualTo("shop=(other)");
        assertThat(INPUT.nameOf(5)).isEqualTo("price");
        assertThatThrownBy(() -> INPUT.encode(new Features(new double[] {3, 4, 1e300}, new String[] {"b"}), row, 1))
                .hasMessage("feature price must be finite in single precision, was 1.0E300");
    }

    @Test
    void normalisesNumbersByMeanAndDeviationAndLeavesCodesAsTheyAre() {
        RunningMoments moments = new RunningMoments(INPUT);
        float[][] rows = {{1, 5, 1, 0, 0, 1e6f}, {3, 5, 0, 1, 0, 3e6f}};
        for (float[] row : rows) {
            moments.add(row, 0);
        }
        float[] out = new float[6];
        moments.normaliser().apply(rows[1], 0, out, 0);
        assertThat(out).containsExactly(1, 0, 0, 1, 0, 1);
        moments.normaliser().apply(new float[] {1e9f, 5, 0, 0, 0, 2e6f}, 0, out, 0);
        assertThat(out[0]).as("at most 10").isEqualTo(10);
        assertThat(out[5]).isCloseTo(0, within(1e-6f));

        ByteBuffer bytes = ByteBuffer.allocate(moments.bytes());
        moments.write(bytes);
        RunningMoments read = new RunningMoments(INPUT);
        read.validate(bytes.flip());
        read.read(bytes.rewind());
        assertThat(read.normaliser().scale()).isEqualTo(moments.normaliser().scale());
        assertThat(read.normaliser().mean()).isEqualTo(moments.normaliser().mean());
    }
}
