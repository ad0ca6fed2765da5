package dev.weir.schemas.wire;

import dev.weir.rl.decision.DecisionProblem;
import dev.weir.rl.decision.UnitId;
import dev.weir.rl.learn.Experience;
import dev.weir.schemas.avro.Candidate;
import dev.weir.schemas.avro.Features;
import dev.weir.schemas.avro.Situation;
import dev.weir.schemas.avro.Transition;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Records into {@code rl} values and back. */
public final class Values {
    private Values() {}

    /** Features into a record; it shares their arrays. */
    public static Features record(dev.weir.rl.feature.Features features) {
        return new Features(Numbers.of(features.numbers()), Arrays.asList(features.texts()));
    }

    /** Features out of a record. */
    public static dev.weir.rl.feature.Features value(Features features) {
        List<Double> from = features.getNumbers();
        double[] numbers = new double[from.size()];
        for (int i = 0; i < numbers.length; i++) {
            numbers[i] = from.get(i);
        }
        return new dev.weir.rl.feature.Features(numbers, features.getTexts().toArray(String[]::new));
    }

    /** A situation into a record. */
    public static Situation record(dev.weir.rl.decision.Situation situation) {
        List<Candidate> candidates = null;
        if (!situation.candidates().isEmpty()) {
            candidates = new ArrayList<>(situation.candidates().size());
            for (dev.weir.rl.decision.Candidate c : situation.candidates()) {
                candidates.add(new Candidate(c.id(), record(c.features())));
            }
        }
        List<Integer> allowed = null;
        int @Nullable [] indices = situation.allowed();
        if (indices != null) {
            allowed = new ArrayList<>(indices.length);
            for (int index : indices) {
                allowed.add(index);
            }
        }
        return new Situation(record(situation.features()), candidates, allowed);
    }

    /** A situation out of a record. */
    public static dev.weir.rl.decision.Situation value(Situation situation) {
        List<dev.weir.rl.decision.Candidate> candidates = List.of();
        if (situation.getCandidates() != null) {
            candidates = new ArrayList<>(situation.getCandidates().size());
            for (Candidate c : situation.getCandidates()) {
                candidates.add(new dev.weir.rl.decision.Candidate(c.getId(), value(c.getFeatures())));
            }
        }
        int[] allowed = null;
        if (situation.getAllowed() != null) {
            allowed =
                    situation.getAllowed().stream().mapToInt(Integer::intValue).toArray();
        }
        return new dev.weir.rl.decision.Situation(value(situation.getFeatures()), candidates, allowed);
    }

    /**
     * A transition out of its record.
     *
     * @throws IllegalArgumentException if its action is none of the situation's
     */
    public static Experience experience(Transition transition, DecisionProblem problem) {
        dev.weir.rl.decision.Situation situation =
                value(transition.getDecision().getSituation());
        String id = transition.getDecision().getAction();
        int action = problem.indexOf(situation, id);
        if (action < 0) {
            throw new IllegalArgumentException(
                    "decision.action must be one of the situation's actions, was '" + id + "'");
        }
        return new Experience(
                situation,
                action,
                transition.getDecision().getPropensity(),
                transition.getReward(),
                transition.getDiscount(),
                transition.getNext() == null ? null : value(transition.getNext()),
                unit(transition.getDecision().getUnit()),
                transition.getDecision().getStep() == null
                        ? 0
                        : transition.getDecision().getStep());
    }

    private static long unit(CharSequence unit) {
        return new UnitId(unit.toString()).hash();
    }
}
