package dev.weir.schemas.problem;

import dev.weir.rl.bandit.LinearBanditSpec;
import dev.weir.rl.bandit.LinearBanditSpec.Exploration;
import dev.weir.rl.learn.LearnerSpec;
import dev.weir.schemas.problem.Node.Listing;
import dev.weir.schemas.problem.Node.Scalar;
import dev.weir.schemas.problem.ProblemFile.Checkpoint;
import dev.weir.schemas.problem.ProblemFile.Track;
import dev.weir.schemas.wire.Suggestion;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads tracks: algorithm, exploration, publishing, checkpoints, seed. */
final class TracksReader {
    private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9-]{0,31}");
    private static final double MAX = 1e9;

    private TracksReader() {}

    static List<Track> read(Section root, Set<String> names) {
        List<Track> tracks = new ArrayList<>();
        Section s = root.section("tracks");
        if (s.keys().size() > 16) {
            root.wrong("tracks", root.node("tracks"), "at most 16 tracks");
        }
        for (String name : List.copyOf(s.keys())) {
            if (!NAME.matcher(name).matches() || name.equals("baseline")) {
                s.wrong(
                        name,
                        s.node(name),
                        "a track's name: a letter, then letters, digits, '-', lower case; not baseline");
            } else {
                try (Section track = s.section(name)) {
                    tracks.add(track(name, track, names));
                }
            }
        }
        return tracks;
    }

    private static Track track(String name, Section s, Set<String> names) {
        LearnerSpec learner = linear(s, names);
        long seed = s.integer("seed", Long.MIN_VALUE, Long.MAX_VALUE, 0L);
        long transitions = 0;
        Duration every = null;
        if (!s.has("publish")) {
            s.wrong("publish", null, "every-transitions, every, or both");
        } else {
            try (Section publish = s.section("publish")) {
                transitions =
                        publish.has("every-transitions") ? publish.integer("every-transitions", 1, MAX_COUNT, null) : 0;
                every = publish.has("every")
                        ? publish.duration("every", Duration.ofMillis(10), Duration.ofDays(30), null)
                        : null;
                if (!publish.has("every-transitions") && !publish.has("every")) {
                    s.wrong("publish", s.node("publish"), "every-transitions, every, or both");
                }
            }
        }
        return new Track(name, learner, seed, transitions, every, checkpoint(s));
    }

    private static final long MAX_COUNT = 1_000_000_000L;

    private static Checkpoint checkpoint(Section track) {
        try (Section s = track.section("checkpoint")) {
            if (s.choice("mode", "every-commit", "every-commit", "every-transitions")
                    .equals("every-commit")) {
                return new Checkpoint.EveryCommit();
            }
            return new Checkpoint.EveryTransitions(s.integer("transitions", 1, MAX_COUNT, null));
        }
    }

    private static LearnerSpec linear(Section track, Set<String> names) {
        if (!track.has("algorithm")) {
            track.wrong("algorithm", null, "an algorithm, like {name: linear}");
        }
        try (Section s = track.section("algorithm")) {
            if (track.has("algorithm")) {
                s.choice("name", null, "linear");
            }
            List<List<String>> interactions = interactions(s, names);
            int hinges = (int) s.integer("hinges", 0, 256, 12L);
            double ridge = s.number("ridge", 1e-12, MAX, 1.0);
            double forgetting = s.number("forgetting", 1e-3, 1, 1.0);
            return new LinearBanditSpec(interactions, hinges, ridge, forgetting, exploration(track));
        }
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
