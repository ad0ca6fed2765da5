package dev.weir.ops.dsjson;

import dev.weir.ops.dsjson.Event.Offered;
import dev.weir.rl.decision.ActionSpace;
import dev.weir.rl.decision.Candidate;
import dev.weir.rl.decision.DecisionId;
import dev.weir.rl.decision.DecisionProblem;
import dev.weir.rl.decision.Situation;
import dev.weir.rl.decision.UnitId;
import dev.weir.rl.feature.FeatureSchema;
import dev.weir.rl.feature.FeatureSpec;
import dev.weir.rl.feature.Features;
import dev.weir.schemas.avro.Contribution;
import dev.weir.schemas.avro.Decision;
import dev.weir.schemas.avro.Transition;
import dev.weir.schemas.problem.ProblemFile;
import dev.weir.schemas.wire.Values;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * A DSJSON file as transitions of a problem. A feature is the path of its name ({@code User.device}), in which what a name of
 * Weir may not have is {@code _}, or the path that a map names.
 */
public final class Dsjson {
    private static final Set<String> METRICS = Set.of("reward", "cost");

    private final ProblemFile file;
    private final DecisionProblem problem;
    private final Map<String, String> map;

    /**
     * For a problem.
     *
     * @param map names of features, or {@code unit}, to paths where they differ
     */
    public Dsjson(ProblemFile file, Map<String, String> map) {
        this.file = file;
        this.problem = file.decision();
        this.map = Map.copyOf(map);
        if (file.episodes() != null) {
            throw new IllegalArgumentException("problem " + file.name()
                    + " has episodes, and DSJSON logs hold single decisions: leave episodes and discount out");
        }
        for (String name : this.map.keySet()) {
            boolean known = name.equals("unit") || names().contains(name);
            if (!known) {
                throw new IllegalArgumentException(
                        "--map: expected unit or one of " + names() + " before '=', was '" + name + "'");
            }
        }
    }

    private Set<String> names() {
        Set<String> names = new TreeSet<>();
        problem.context().specs().forEach(s -> names.add(s.name()));
        if (problem.actions() instanceof ActionSpace.Candidates c) {
            c.features().specs().forEach(s -> names.add(s.name()));
        }
        return names;
    }

    /**
     * Reads all events.
     *
     * @param each hears where a transition stands, and the transition
     * @return lines that gave none, by reason
     */
    public Map<String, Long> read(Path path, BiConsumer<String, Transition> each) {
        return DsjsonFile.read(path, (where, event) -> {
            Transition transition;
            try {
                transition = transition(event);
            } catch (IllegalArgumentException e) {
                throw new IllegalArgumentException(where + ": " + e.getMessage(), e);
            }
            each.accept(where, transition);
        });
    }

    private Transition transition(Event event) {
        int[] places = new int[event.actions().size()];
        Situation situation = situation(event, places);
        String id = event.actions().get(event.chosen()).id();
        Object unit = map.containsKey("unit") ? event.context().get(map.get("unit")) : event.id();
        if (unit == null || unit.toString().isEmpty()) {
            throw new IllegalArgumentException(
                    "expected a unit at " + map.getOrDefault("unit", "EventId") + ", was none");
        }
        UnitId of = new UnitId(unit.toString());
        Decision decision = new Decision();
        decision.setId(DecisionId.of(of, event.id()).value());
        decision.setTime(event.time());
        decision.setUnit(of.value());
        decision.setCallerId(event.id());
        decision.setAction(id);
        decision.setPropensity(event.propensity());
        decision.setPmf(pmf(event, situation, places));
        decision.setSituation(Values.record(situation));
        decision.setFeatureSchema(problem.context().fingerprint());
        decision.setProblemHash(file.hash());
        decision.setVariant("dsjson");
        decision.setElsewhere(true);
        Map<String, Double> metrics = Map.of("reward", -event.cost(), "cost", event.cost());
        Transition transition = new Transition();
        transition.setDecision(decision);
        transition.setClosedAt(event.time());
        transition.setDefaulted(!event.rewarded());
        transition.setContributions(
                event.rewarded() ? List.of(new Contribution(event.id(), event.time(), metrics)) : List.of());
        boolean ours = METRICS.containsAll(file.reward().formula().metrics());
        transition.setReward(ours ? file.reward().formula().apply(metrics) : -event.cost());
        return transition;
    }

    /** @param places is told the index among declared actions, or candidates, of each offered one */
    private Situation situation(Event event, int[] places) {
        Features context = features(problem.context(), event.context());
        if (problem.actions() instanceof ActionSpace.Candidates c) {
            List<Candidate> candidates = new ArrayList<>();
            for (Offered offered : event.actions()) {
                places[candidates.size()] = candidates.size();
                candidates.add(new Candidate(offered.id(), features(c.features(), offered.features())));
            }
            return new Situation(context, candidates, null);
        }
        Situation all = new Situation(context, List.of(), null);
        for (int i = 0; i < places.length; i++) {
            places[i] = problem.indexOf(all, event.actions().get(i).id());
            if (places[i] < 0) {
                throw new IllegalArgumentException("action must be one of the problem's actions, was '"
                        + event.actions().get(i).id() + "'");
            }
        }
        int[] allowed = Arrays.stream(places).sorted().distinct().toArray();
        return allowed.length == problem.actionCount(all) ? all : new Situation(context, List.of(), allowed);
    }

    private List<Double> pmf(Event event, Situation situation, int[] places) {
        if (event.pmf().length == 0) {
            return List.of();
        }
        double[] byIndex = new double[problem.actionCount(situation)];
        for (int i = 0; i < places.length; i++) {
            byIndex[places[i]] += event.pmf()[i];
        }
        List<Double> pmf = new ArrayList<>();
        for (int i = 0; i < problem.allowedCount(situation); i++) {
            pmf.add(byIndex[problem.actionIndex(situation, i)]);
        }
        return pmf;
    }

    private Features features(FeatureSchema schema, Map<String, Object> found) {
        double[] numbers = new double[schema.numbers()];
        String[] texts = new String[schema.texts()];
        int number = 0;
        int text = 0;
        for (FeatureSpec spec : schema.specs()) {
            if (spec instanceof FeatureSpec.Numeric numeric) {
                for (int i = 0; i < numeric.size(); i++) {
                    numbers[number++] = number(numeric, value(found, spec.name(), numeric.size() > 1 ? "." + i : ""));
                }
            } else {
                Object value = value(found, spec.name(), "");
                texts[text++] = value == null ? "" : text(value);
            }
        }
        return new Features(numbers, texts);
    }

    private @Nullable Object value(Map<String, Object> found, String name, String more) {
        if (map.containsKey(name)) {
            return found.get(map.get(name) + more);
        }
        Object value = found.get(name + more);
        if (value != null || found.isEmpty()) {
            return value;
        }
        return found.entrySet().stream()
                .filter(e -> Inference.name(e.getKey()).equals(name + more))
                .map(Map.Entry::getValue)
                .findFirst()
                .orElse(null);
    }

    private static double number(FeatureSpec.Numeric spec, @Nullable Object value) {
        if (value instanceof Double number) {
            return number;
        } else if (value == null && !Double.isNaN(spec.missing())) {
            return spec.missing();
        }
        throw new IllegalArgumentException(spec.name() + " must be a number, was " + value);
    }

    /** As it was written: 3 is not 3.0. */
    static String text(Object value) {
        return value instanceof Double d && d == Math.rint(d) && Math.abs(d) < 1e15
                ? Long.toString(d.longValue())
                : value.toString();
    }
}
