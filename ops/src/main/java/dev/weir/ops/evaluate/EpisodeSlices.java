package dev.weir.ops.evaluate;

import dev.weir.evaluation.estimator.GroupSums;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** One policy's value in episodes that began alike, by sequential doubly robust (or PDIS where there is no model). */
final class EpisodeSlices {
    private static final int SHOWN = 50;

    private EpisodeSlices() {}

    /**
     * Slices by the situations of first steps.
     *
     * @param terms   by episode
     * @param returns by episode, what was earned
     * @param weights by episode
     */
    static List<Slices.Slice> of(
            Slicer slicer, Episodes episodes, GroupSums terms, double[] returns, double[] weights, double level) {
        Map<String, List<Integer>> byName = new TreeMap<>();
        for (int n = 0; n < episodes.count(); n++) {
            for (String name :
                    slicer.of(episodes.rows().get(episodes.start()[n]).situation())) {
                byName.computeIfAbsent(name, s -> new ArrayList<>()).add(n);
            }
        }
        List<Slices.Slice> slices = new ArrayList<>();
        byName.forEach((name, chosen) -> {
            if (slices.size() < SHOWN) {
                double sum = chosen.stream().mapToDouble(n -> weights[n]).sum();
                double squares = chosen.stream()
                        .mapToDouble(n -> weights[n] * weights[n])
                        .sum();
                Line logged = line("mean", episodes, chosen, returns, level);
                double[] values = new double[episodes.count()];
                chosen.forEach(n -> values[n] = terms.averaged(n));
                slices.add(new Slices.Slice(
                        name,
                        chosen.size(),
                        line(terms.name(), episodes, chosen, values, level),
                        logged,
                        squares > 0 ? sum * sum / squares : 0));
            }
        });
        return slices;
    }

    private static Line line(String name, Episodes episodes, List<Integer> chosen, double[] terms, double level) {
        int[] numbers = new int[episodes.units()];
        int units = 0;
        int[] of = new int[chosen.size()];
        double[] values = new double[chosen.size()];
        for (int k = 0; k < of.length; k++) {
            int unit = episodes.unit()[chosen.get(k)];
            if (numbers[unit] == 0) {
                numbers[unit] = ++units;
            }
            of[k] = numbers[unit] - 1;
            values[k] = terms[chosen.get(k)];
        }
        double[] ones = new double[of.length];
        Arrays.fill(ones, 1);
        GroupSums sums = new GroupSums(name, ones, ones, values, new double[0]);
        return Line.of(sums.joined(of, units).estimate(), level);
    }
}
