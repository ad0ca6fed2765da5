package dev.weir.evaluation.episode;

import dev.weir.evaluation.estimator.GroupSums;
import dev.weir.rl.random.CounterRandom;
import java.util.Arrays;

/**
 * MAGIC: the blend Σⱼ xⱼ g⁽ʲ⁾ of partial returns (Thomas and Brunskill 2016, Algorithm 1). g⁽ʲ⁾ weighs the first j + 1 steps as
 * weighted doubly robust does and takes the model's word from there: g⁽⁻¹⁾ is the model alone, g⁽∞⁾ weighted doubly robust. x
 * on the simplex minimises xᵀ(Ω + bbᵀ)x, Ω the covariance of the g⁽ʲ⁾ over episodes, bⱼ the distance of g⁽ʲ⁾ from the 90 %
 * percentile bootstrap interval of g⁽∞⁾.
 *
 * @param resamples of the bootstrap; the paper takes 200
 * @param seed      of the bootstrap
 */
public record Magic(int resamples, long seed) implements EpisodeEstimator {
    private static final int MOST_PARTS = 32;
    private static final long STREAM = 0x6d61_6769_63L; // "magic"

    @Override
    public String name() {
        return "magic";
    }

    @Override
    public GroupSums sums(EpisodeLog log, StepValues values) {
        double[] cumulative = log.cumulativeWeights();
        double[][] parts = PartialReturns.of(log, values, cumulative, MOST_PARTS);
        int count = parts.length;
        int episodes = log.episodes();
        double[] mean = new double[count];
        for (int j = 0; j < count; j++) {
            mean[j] = Arrays.stream(parts[j]).sum() / episodes;
        }
        double[] bias = bias(log, values, cumulative, mean);
        double[][] matrix = new double[count][count];
        for (int j = 0; j < count; j++) {
            for (int k = 0; k <= j; k++) {
                double sum = 0;
                for (int n = 0; n < episodes; n++) {
                    sum += (parts[j][n] - mean[j]) * (parts[k][n] - mean[k]);
                }
                double covariance = sum / Math.max(1, episodes - 1) / episodes;
                matrix[j][k] = covariance + bias[j] * bias[k];
                matrix[k][j] = matrix[j][k];
            }
        }
        double[] blend = Simplex.minimise(matrix);
        double[] terms = new double[episodes];
        for (int n = 0; n < episodes; n++) {
            for (int j = 0; j < count; j++) {
                terms[n] += blend[j] * parts[j][n];
            }
        }
        return EpisodeSums.mean(name(), terms);
    }

    private double[] bias(EpisodeLog log, StepValues values, double[] cumulative, double[] mean) {
        int episodes = log.episodes();
        double whole = mean[mean.length - 1];
        double[] resampled = new double[resamples];
        double[] counts = new double[episodes];
        for (int b = 0; b < resamples; b++) {
            Arrays.fill(counts, 0);
            for (int n = 0; n < episodes; n++) {
                counts[(int) (CounterRandom.uniform(seed ^ STREAM, b, n) * episodes)]++;
            }
            resampled[b] = WeightedDr.value(log, values, cumulative, counts);
        }
        Arrays.sort(resampled);
        double lower = Math.min(whole, resampled[(int) (0.05 * resamples)]);
        double upper = Math.max(whole, resampled[Math.min(resamples - 1, (int) Math.ceil(0.95 * resamples))]);
        double[] bias = new double[mean.length];
        for (int j = 0; j < bias.length; j++) {
            bias[j] = mean[j] > upper ? mean[j] - upper : Math.min(0, mean[j] - lower);
        }
        return bias;
    }
}
