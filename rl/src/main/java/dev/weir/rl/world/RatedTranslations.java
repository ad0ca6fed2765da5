package dev.weir.rl.world;

import dev.weir.rl.decision.ActionSpace;
import dev.weir.rl.decision.Candidate;
import dev.weir.rl.decision.DecisionProblem;
import dev.weir.rl.decision.Situation;
import dev.weir.rl.feature.FeatureSchema;
import dev.weir.rl.feature.FeatureSpec;
import dev.weir.rl.feature.Features;
import dev.weir.rl.random.CounterRandom;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.Reader;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Real translations that people rated: each round is one segment with its candidates, and the outcome is the rating of the
 * one that was shown. Every pass takes the segments in another order, by seed.
 *
 * <p>Reads tab-separated text with a head line: {@code doc, seg_id, system, reward}, then numeric features.
 */
public final class RatedTranslations implements World {
    private static final int FIXED_COLUMNS = 4;
    private static final long STREAM = 0x7261746564L; // "rated"

    private record Rated(Candidate candidate, double rating) {}

    private record Segment(String unit, List<Rated> rated) {}

    private final DecisionProblem problem;
    private final List<Segment> segments;
    private final long seed;
    private int[] order = {};
    private long orderOf = -1;

    private RatedTranslations(DecisionProblem problem, List<Segment> segments, long seed) {
        this.problem = problem;
        this.segments = segments;
        this.seed = seed;
    }

    /**
     * Reads the ratings.
     *
     * @throws IllegalArgumentException naming line, column, value and what was expected
     */
    public static RatedTranslations read(Reader text, long seed) throws IOException {
        BufferedReader lines = new BufferedReader(text);
        String head = lines.readLine();
        if (head == null || !head.startsWith("doc\tseg_id\tsystem\treward\t")) {
            throw new IllegalArgumentException("line 1: was '" + head
                    + "', expected the columns doc, seg_id, system, reward and numeric features, separated by tabs");
        }
        String[] columns = head.split("\t");
        Map<String, List<Rated>> segments = new LinkedHashMap<>();
        List<String> systems = new ArrayList<>();
        int number = 1;
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
            number++;
            String[] cells = line.split("\t", -1);
            if (cells.length != columns.length) {
                throw new IllegalArgumentException(
                        "line " + number + ": had " + cells.length + " columns, expected " + columns.length);
            }
            double[] numbers = new double[columns.length - FIXED_COLUMNS];
            for (int i = 0; i < numbers.length; i++) {
                numbers[i] = number(cells[i + FIXED_COLUMNS], number, columns[i + FIXED_COLUMNS]);
            }
            if (!systems.contains(cells[2])) {
                systems.add(cells[2]);
            }
            Candidate candidate = new Candidate(cells[2], new Features(numbers, new String[] {cells[2]}));
            segments.computeIfAbsent(cells[0] + "/" + cells[1], k -> new ArrayList<>())
                    .add(new Rated(candidate, number(cells[3], number, columns[3])));
        }
        if (segments.isEmpty()) {
            throw new IllegalArgumentException("line 2: no ratings, expected at least one");
        }
        Collections.sort(systems);
        List<Segment> all = new ArrayList<>();
        segments.forEach((unit, rated) -> all.add(new Segment(unit, List.copyOf(rated))));
        return new RatedTranslations(problem(columns, systems), List.copyOf(all), seed);
    }

    private static DecisionProblem problem(String[] columns, List<String> systems) {
        List<FeatureSpec> specs = new ArrayList<>();
        specs.add(new FeatureSpec.Categorical("system", systems));
        for (int i = FIXED_COLUMNS; i < columns.length; i++) {
            specs.add(new FeatureSpec.Numeric(columns[i], 1, Double.NaN));
        }
        return new DecisionProblem(FeatureSchema.EMPTY, new ActionSpace.Candidates(new FeatureSchema(specs), 100));
    }

    private static double number(String text, int line, String column) {
        try {
            double value = Double.parseDouble(text);
            if (Double.isFinite(value)) {
                return value;
            }
        } catch (NumberFormatException e) {
            // reported below
        }
        throw new IllegalArgumentException(
                "line " + line + ", column " + column + ": was '" + text + "', expected a finite number");
    }

    @Override
    public DecisionProblem problem() {
        return problem;
    }

    @Override
    public long roundsOfAPass() {
        return segments.size();
    }

    @Override
    public Round round(long index) {
        long pass = index / segments.size();
        if (pass != orderOf) {
            order = shuffled(pass);
            orderOf = pass;
        }
        return new Reading(segments.get(order[(int) (index % segments.size())]));
    }

    /** Fisher and Yates's shuffle. */
    private int[] shuffled(long pass) {
        int[] places = new int[segments.size()];
        for (int i = 0; i < places.length; i++) {
            int j = (int) (CounterRandom.uniform(seed, STREAM + pass, i) * (i + 1));
            places[i] = places[j];
            places[j] = i;
        }
        return places;
    }

    @Override
    public Baselines baselines() {
        double uniform = 0;
        double best = 0;
        Map<String, Double> systems = new TreeMap<>();
        for (Segment segment : segments) {
            double greatest = Double.NEGATIVE_INFINITY;
            for (Rated rated : segment.rated) {
                uniform += rated.rating / segment.rated.size();
                greatest = Math.max(greatest, rated.rating);
                systems.merge(rated.candidate.id(), rated.rating, Double::sum);
            }
            best += greatest;
        }
        double n = segments.size();
        return new Baselines(uniform / n, Collections.max(systems.values()) / n, best / n);
    }

    private record Reading(Segment segment) implements Round {
        @Override
        public String unit() {
            return segment.unit;
        }

        @Override
        public Situation situation() {
            List<Candidate> candidates =
                    segment.rated.stream().map(Rated::candidate).toList();
            return new Situation(Features.NONE, candidates, null);
        }

        @Override
        public Map<String, Double> metrics(int action) {
            return Map.of("score", reward(action));
        }

        @Override
        public double reward(int action) {
            return segment.rated.get(action).rating;
        }

        @Override
        public double expectedReward(int action) {
            return Double.NaN; // people's ratings are one draw each
        }
    }
}
