package dev.weir.ops.evaluate;

import dev.weir.rl.decision.Situation;
import dev.weir.rl.feature.FeatureSchema;
import dev.weir.rl.feature.FeatureSpec;
import dev.weir.rl.random.CounterRandom;
import dev.weir.schemas.problem.ProblemFile;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Tells to which slices of a log a situation belongs: by the value of a categorical or hashed feature, by quarters of a number.
 * Learns the quarters first, from a sample of 4,096 rows. Confined to one thread.
 */
final class Slicer {
    private static final int SAMPLE = 4096;
    private static final int QUARTERS = 4;
    private static final long STREAM = 0x736c_6963_65L; // "slice"

    /** One feature that is sliced by: its first place among the numbers, or its place among the texts. */
    private static final class By {
        private final String feature;
        private final boolean number;
        private final int place;
        private final double[] sample;
        private double @Nullable [] bounds;

        By(String feature, boolean number, int place) {
            this.feature = feature;
            this.number = number;
            this.place = place;
            this.sample = new double[number ? SAMPLE : 0];
        }

        double[] bounds(int count) {
            double[] known = bounds;
            if (known == null) {
                Arrays.sort(sample, 0, count);
                known = IntStream.range(1, QUARTERS)
                        .mapToDouble(q -> sample[q * count / QUARTERS])
                        .distinct()
                        .toArray();
                bounds = known;
            }
            return known;
        }
    }

    private final List<By> features = new ArrayList<>();
    private long learned;

    Slicer(ProblemFile file, List<String> names) {
        for (String name : names) {
            features.add(by(file.decision().context(), name));
        }
    }

    private static By by(FeatureSchema schema, String name) {
        int number = 0;
        int text = 0;
        for (FeatureSpec spec : schema.specs()) {
            boolean numeric = spec instanceof FeatureSpec.Numeric;
            int size = spec instanceof FeatureSpec.Numeric n ? n.size() : 1;
            if (spec.name().equals(name)) {
                if (spec instanceof FeatureSpec.Text || size > 1) {
                    throw new IllegalArgumentException(
                            "--slice " + name + ": expected a single number or one value, was "
                                    + (numeric ? size + " numbers" : "a text"));
                }
                return new By(name, numeric, numeric ? number : text);
            }
            number += numeric ? size : 0;
            text += numeric ? 0 : 1;
        }
        throw new IllegalArgumentException("--slice " + name + ": expected one of the context's features "
                + schema.specs().stream().map(FeatureSpec::name).toList());
    }

    boolean none() {
        return features.isEmpty();
    }

    /** Sees every row once before it is asked. */
    void learn(Situation situation) {
        for (By by : features) {
            if (by.number) {
                long place = learned < SAMPLE
                        ? learned
                        : (long) (CounterRandom.uniform(0, STREAM, learned) * (learned + 1)); // reservoir, Vitter 1985
                if (place < SAMPLE) {
                    by.sample[(int) place] = situation.features().numbers()[by.place];
                }
            }
        }
        learned++;
    }

    /** Names of the slices, one a feature, like {@code device=phone} or {@code price 2.5 to 7}. */
    List<String> of(Situation situation) {
        List<String> names = new ArrayList<>(features.size());
        for (By by : features) {
            names.add(
                    by.number
                            ? by.feature + " "
                                    + quarter(by, situation.features().numbers()[by.place])
                            : by.feature + "=" + situation.features().texts()[by.place]);
        }
        return names;
    }

    private String quarter(By by, double value) {
        double[] bounds = by.bounds((int) Math.min(SAMPLE, learned));
        int quarter = 0;
        while (quarter < bounds.length && value >= bounds[quarter]) {
            quarter++;
        }
        String from = quarter == 0 ? "" : EvaluationReport.text(bounds[quarter - 1]);
        String to = quarter == bounds.length ? "" : EvaluationReport.text(bounds[quarter]);
        return from.isEmpty() ? "below " + to : to.isEmpty() ? "from " + from : from + " to " + to;
    }
}
