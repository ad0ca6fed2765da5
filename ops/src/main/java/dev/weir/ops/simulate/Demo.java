package dev.weir.ops.simulate;

import dev.weir.learner.rebuild.Rebuild;
import dev.weir.ops.alert.AlertJson;
import dev.weir.ops.alert.AlertLog;
import dev.weir.ops.embedded.EmbeddedBroker;
import dev.weir.ops.run.Applications;
import dev.weir.ops.run.Part;
import dev.weir.ops.run.RunSettings;
import dev.weir.ops.status.Ledgers;
import dev.weir.schemas.avro.Alert;
import dev.weir.schemas.avro.Ledger;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.ObjectMapper;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/**
 * The whole of Weir in one process, on one world: serves, logs, joins, learns, publishes; and at the end rebuilds the last
 * version from the log and says what came of it all.
 */
public final class Demo {
    private static final ObjectMapper JSON =
            JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();
    private static final long LEDGER_PATIENCE_MILLIS = 20_000;

    private final DemoOptions options;
    private final PrintStream out;
    private volatile boolean stopped;

    public Demo(DemoOptions options, PrintStream out) {
        this.options = options;
        this.out = out;
    }

    /** Ends the play after the block that is on its way, without a report. */
    public void stop() {
        stopped = true;
    }

    /** Plays; returns the report. */
    public Map<String, @Nullable Object> run() throws IOException {
        Path data = Files.createTempDirectory("weir-demo");
        EmbeddedBroker broker = null;
        try {
            Play play = Plays.of(options); // whatever is wrong is said before anything starts
            String bootstrap = options.bootstrap();
            if (bootstrap == null) {
                out.println("Starting a Kafka broker in this process …");
                broker = EmbeddedBroker.start(data.resolve("broker"), 0);
                bootstrap = broker.bootstrapServers();
            }
            return play(play.at(bootstrap), data);
        } finally {
            if (broker != null) {
                broker.close();
            }
            delete(data);
        }
    }

    private Map<String, @Nullable Object> play(Play play, Path data) throws IOException {
        RunSettings settings = new RunSettings(0, 0, data.resolve("state"), EnumSet.allOf(Part.class), true, "demo", 1);
        try (Applications weir = Applications.start(List.of(play.file()), settings, "weir demo", Script.BEGINNING)) {
            if (!weir.failures().isEmpty()) {
                throw new IllegalStateException(String.valueOf(weir.failures()));
            }
            Caller caller = new Caller(play.file(), play.problem(), weir.port(), weir.adminPort());
            try (Follower follower = new Follower(caller)) {
                return play(play, weir, caller, follower);
            }
        }
    }

    private Map<String, @Nullable Object> play(Play play, Applications weir, Caller caller, Follower follower)
            throws IOException {
        Course course = new Course();
        follower.await(0);
        out.printf(
                "Deciding in the world %s: http://127.0.0.1:%d, metrics http://127.0.0.1:%d/metrics%n",
                play.file().name(), weir.port(), weir.adminPort());
        long start = System.nanoTime();
        boolean live = !options.headless() && System.console() != null;
        try (Panel panel = new Panel(out, live, play, course, follower)) {
            Script.Scene scene = new Script.Scene(play, caller, follower, course, options.ahead());
            play.script().run(scene, () -> stopped);
        }
        double seconds = (System.nanoTime() - start) / 1e9;
        if (stopped) {
            out.printf("Ended after %d decisions.%n", course.size());
            return Map.of();
        }
        Ledger ledger = settled(play, course.size());
        out.println("Learning the last version again from the log …");
        String track = play.file().serve();
        String last = follower.served().version();
        Rebuild.Report rebuilt = Rebuild.all(play.file(), track, records -> {});
        String sha256 = rebuilt.lines().stream()
                .filter(line -> line.version().equals(last) && line.rebuilt() != null)
                .map(line -> String.valueOf(line.rebuilt()))
                .findFirst()
                .orElse("");
        Map<String, @Nullable Object> report =
                DemoReport.of(play, options.seed(), course, follower, ledger, sha256, seconds);
        byte[] content = rebuilt.last();
        if (content != null) {
            report.putAll(play.more().of(content));
        }
        List<Alert> alerts = AlertLog.all(play.file());
        report.put("alerts", alerts.stream().map(AlertJson::of).toList());
        alerts.forEach(a -> out.printf("%s %s of %s: %s%n", a.getState(), a.getName(), a.getScope(), a.getSummary()));
        write(report, RewardChart.draw(title(play, course), course, play.references()));
        return report;
    }

    private String title(Play play, Course course) {
        return "Mean reward, world " + play.file().name() + ", seed " + options.seed() + ", " + course.size()
                + " decisions";
    }

    /** The ledger once everything that was sent has been counted and nothing waits. */
    private static Ledger settled(Play play, long outcomes) {
        long end = System.currentTimeMillis() + LEDGER_PATIENCE_MILLIS;
        while (true) {
            Ledger ledger = Ledgers.total(Ledgers.last(play.file()));
            boolean all = ledger.getOutcomesIn() >= outcomes && ledger.getOutcomesPending() == 0;
            if (all || System.currentTimeMillis() > end) {
                return ledger;
            }
        }
    }

    private void write(Map<String, @Nullable Object> report, String picture) throws IOException {
        Path json = options.report();
        if (json != null) {
            Files.writeString(json, JSON.writeValueAsString(report) + "\n");
            out.println("Report: " + json);
        } else {
            out.println(JSON.writeValueAsString(report));
        }
        Path svg = options.picture();
        if (svg == null && json != null) {
            String name = String.valueOf(json.getFileName());
            svg = json.resolveSibling((name.endsWith(".json") ? name.substring(0, name.length() - 5) : name) + ".svg");
        }
        if (svg != null) {
            Files.writeString(svg, picture);
            out.println("Picture: " + svg);
        }
    }

    /** Deletes a folder with all that is in it. */
    public static void delete(Path folder) throws IOException {
        try (Stream<Path> paths = Files.walk(folder)) {
            for (Path path : paths.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(path);
            }
        }
    }
}
