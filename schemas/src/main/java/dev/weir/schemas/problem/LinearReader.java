package dev.weir.schemas.problem;

import dev.weir.rl.bandit.LinearBanditSpec;
import dev.weir.rl.bandit.LinearBanditSpec.Exploration;
import dev.weir.rl.learn.LearnerSpec;
import dev.weir.schemas.problem.Node.Listing;
import dev.weir.schemas.problem.Node.Scalar;
import dev.weir.schemas.wire.Suggestion;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads the linear bandit's keys. */
final class LinearReader {
    private static final double MAX = 1e9;

    private LinearReader() {}

    static LearnerSpec read(Section track, Section s, Set<String> names) {
        List<List<String>> interactions = interactions(s, names);
        int hinges = (int) s.integer("hinges", 0, 256, 12L);
        double ridge = s.number("ridge", 1e-12, MAX, 1.0);
        double forgetting = s.number("forgetting", 1e-3, 1, 1.0);
        return new LinearBanditSpec(interactions, hinges, ridge, forgetting, exploration(track));
    }

    private static List<List<String>> interactions(Section s, Set<String> names) {
        List<List<String>> terms = new ArrayList<>();
        List<Node> items = s.items("interactions", 0, 256);
        for (int i = 0; i < items.size(); i++) {
            String key = "interactions[" + i + "]";
            List<String> term = term(s, key, items.get(i), names);
            if (term != null) {
                terms.add(term);
            }
        }
        if (!terms.isEmpty()) {
            s.reading.set(
                    s.at("interactions"),
                    terms.stream().map(Canonical::list).toList().toString());
        }
        return terms;
    }

    private static @Nullable List<String> term(Section s, String key, Node node, Set<String> names) {
        if (!(node instanceof Listing list)
                || list.items().isEmpty()
                || list.items().size() > 4) {
            s.wrong(key, node, "a list of 1 to 4 names of features, or action");
            return null;
        }
        List<String> term = new ArrayList<>();
        for (Node item : list.items()) {
            String name = item instanceof Scalar scalar ? scalar.text() : "";
            if (!names.contains(name)) {
                s.wrong(key, item, Suggestion.among(name, names).replace("the keys", "the names"));
            }
            term.add(name);
        }
        return term;
    }

    private static Exploration exploration(Section track) {
        try (Section s = track.section("exploration")) {
            return switch (s.choice("name", "thompson", "thompson", "linucb", "epsilon-greedy")) {
                case "linucb" -> new Exploration.LinUcb(s.number("alpha", 0, MAX, 1.0), s.floor(0.02));
                case "epsilon-greedy" -> new Exploration.EpsilonGreedy(s.floor(0.05));
                default ->
                    new Exploration.Thompson(
                            (int) s.integer("draws", 1, 10_000, 64L), s.number("scale", 0, MAX, 1.0), s.floor(0.02));
            };
        }
    }
}
