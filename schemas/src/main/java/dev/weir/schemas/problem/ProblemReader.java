package dev.weir.schemas.problem;

import dev.weir.rl.decision.ActionSpace;
import dev.weir.rl.decision.DecisionProblem;
import dev.weir.rl.feature.FeatureSchema;
import dev.weir.schemas.problem.Node.Mapping;
import dev.weir.schemas.problem.ProblemFile.DefaultAction;
import dev.weir.schemas.problem.ProblemFile.Episodes;
import dev.weir.schemas.problem.ProblemFile.Join;
import dev.weir.schemas.problem.ProblemFile.Limits;
import dev.weir.schemas.problem.ProblemFile.Reward;
import dev.weir.schemas.problem.ProblemFile.Service;
import dev.weir.schemas.problem.ProblemFile.Time;
import dev.weir.schemas.problem.ProblemFile.TopicSettings;
import dev.weir.schemas.problem.ProblemFile.Track;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads the whole of one problem file, from its tree to its value, and gathers everything that is wrong. */
final class ProblemReader {
    private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9-]{0,63}");
    private static final Pattern PREFIX = Pattern.compile("[a-zA-Z0-9][a-zA-Z0-9_-]{0,63}");
    private static final Duration DAY = Duration.ofDays(1);

    private final Reading reading;
    private final Section root;

    private ProblemReader(Mapping tree, Reading reading) {
        this.reading = reading;
        this.root = new Section("", tree, reading);
    }

    /** The file's value, or null with the reasons among the findings. */
    static @Nullable ProblemFile read(Mapping tree, String yaml, Reading reading) {
        ProblemFile file = new ProblemReader(tree, reading).file(yaml);
        return reading.findings.isEmpty() ? file : null;
    }

    private ProblemFile file(String yaml) {
        String name = name();
        Set<String> names = new LinkedHashSet<>(List.of("action"));
        FeatureSchema context = FeaturesReader.read(root, names);
        ActionSpace actions = ActionsReader.actions(root, names);
        if (actions instanceof ActionSpace.Candidates) {
            names.remove("action"); // a candidate's identity is one of its features
        }
        DefaultAction defaultAction = ActionsReader.defaultAction(root, actions);
        Limits limits = ActionsReader.limits(root, actions, defaultAction);
        Reward reward = RewardReader.read(root);
        @Nullable Episodes episodes = EpisodesReader.read(root, reward);
        double discount = EpisodesReader.discount(root);
        List<Track> tracks = TracksReader.read(root, names);
        String serve = serve(tracks);
        Time time = time();
        Join join = join();
        Service service = service();
        TopicSettings topics = topics(name, reward.window().plus(join.horizon()));
        AlertSettings alerts = AlertsReader.read(root);
        Map<String, String> kafka = KafkaReader.read(root);
        root.close();
        return new ProblemFile(
                name,
                yaml,
                Canonical.hash(reading.settings),
                new DecisionProblem(context, actions),
                defaultAction,
                limits,
                reward,
                discount,
                episodes,
                tracks,
                serve,
                time,
                join,
                service,
                topics,
                alerts,
                kafka);
    }

    private String name() {
        String name = root.text("problem", null);
        if (!NAME.matcher(name).matches() && root.has("problem")) {
            root.wrong("problem", root.node("problem"), "a lower-case letter, then letters, digits, '-', at most 64");
        }
        return name;
    }

    private String serve(List<Track> tracks) {
        if (!root.has("serve") && tracks.size() == 1) {
            return tracks.get(0).name();
        }
        String serve = root.text("serve", null);
        boolean known = tracks.stream().anyMatch(t -> t.name().equals(serve));
        if (!known && !serve.equals("baseline") && root.has("serve")) {
            root.wrong(
                    "serve",
                    root.node("serve"),
                    "baseline or a track: "
                            + String.join(", ", tracks.stream().map(Track::name).toList()));
        }
        return serve;
    }

    private Time time() {
        try (Section s = root.section("time")) {
            boolean driver = s.choice("source", "clock", "clock", "driver").equals("driver");
            Duration tick = s.duration("tick", Duration.ofMillis(10), Duration.ofHours(1), Duration.ofSeconds(1));
            return new Time(driver, tick, s.duration("skew", Duration.ZERO, DAY, Duration.ofSeconds(5)));
        }
    }

    private Join join() {
        try (Section s = root.section("join")) {
            return new Join(s.duration("horizon", Duration.ofSeconds(1), Duration.ofDays(365), DAY));
        }
    }

    private Service service() {
        try (Section s = root.section("service")) {
            boolean before = s.choice("log", "after-reply", "after-reply", "before-reply")
                    .equals("before-reply");
            return new Service(
                    before,
                    (int) s.integer("idempotency-entries", 0, 10_000_000, 100_000L),
                    s.integer("journal-bytes", 0, 1L << 40, 1L << 30));
        }
    }

    private TopicSettings topics(String problem, Duration least) {
        try (Section s = root.section("topics")) {
            String prefix = s.text("prefix", "weir");
            if (!PREFIX.matcher(prefix).matches()) {
                s.wrong(
                        "prefix",
                        s.node("prefix"),
                        "letters, digits, '_', '-', at most 64: topics are called " + "<prefix>." + problem
                                + ".<name>");
            }
            int partitions = (int) s.integer("partitions", 1, 1024, 1L);
            int replication = (int) s.integer("replication", 1, 16, 1L);
            Duration week = Duration.ofDays(7);
            Duration retention = s.duration("retention", Duration.ofSeconds(1), Duration.ofDays(3650), week);
            if (retention.compareTo(least) < 0) {
                Node given = s.node("retention");
                reading.find(
                        s.at("retention"),
                        given == null ? retention + " (default)" : given.shown(),
                        "at least reward.window + join.horizon, which is " + least
                                + ": what is shorter is lost unjoined");
            }
            return new TopicSettings(prefix, partitions, replication, retention);
        }
    }
}
