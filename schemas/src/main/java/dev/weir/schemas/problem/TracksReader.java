package dev.weir.schemas.problem;

import dev.weir.rl.actorcritic.SacSpec;
import dev.weir.rl.actorcritic.VTraceSpec;
import dev.weir.rl.learn.LearnerSpec;
import dev.weir.rl.streaming.StreamAcSpec;
import dev.weir.rl.streaming.StreamQSpec;
import dev.weir.schemas.problem.ProblemFile.Checkpoint;
import dev.weir.schemas.problem.ProblemFile.Track;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/** Reads tracks: algorithm, exploration, publishing, checkpoints, seed. */
final class TracksReader {
    private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9-]{0,31}");
    private static final String[] NAMES = {"linear", "dqn", "sac", "v-trace", "stream-ac", "stream-q"};

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
        LearnerSpec learner = learner(s, names);
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
        return new Track(name, learner, seed, imitates(s, learner), transitions, every, checkpoint(s));
    }

    private static boolean imitates(Section s, LearnerSpec learner) {
        boolean rule = s.choice("learns", "reward", "reward", "rule").equals("rule");
        if (rule && !List.of("linear", "dqn").contains(learner.algorithm())) {
            s.wrong(
                    "learns",
                    s.node("learns"),
                    "reward, for " + learner.algorithm() + ": linear and dqn can learn a rule");
        }
        return rule;
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

    private static LearnerSpec learner(Section track, Set<String> names) {
        if (!track.has("algorithm")) {
            track.wrong("algorithm", null, "an algorithm, like {name: linear}");
        }
        try (Section s = track.section("algorithm")) {
            String name = s.has("name") || track.has("algorithm") ? s.choice("name", null, NAMES) : "linear";
            return switch (name) {
                case "dqn" -> DqnReader.read(track, s);
                case "sac" -> RecordReader.read(track, s, SacSpec.DEFAULT, "softmax");
                case "v-trace" -> RecordReader.read(track, s, VTraceSpec.DEFAULT, "softmax");
                case "stream-ac" -> RecordReader.read(track, s, StreamAcSpec.DEFAULT, "softmax");
                case "stream-q" -> RecordReader.read(track, s, StreamQSpec.DEFAULT, "epsilon-greedy");
                default -> LinearReader.read(track, s, names);
            };
        }
    }
}
