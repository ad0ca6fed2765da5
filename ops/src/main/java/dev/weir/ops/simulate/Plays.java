package dev.weir.ops.simulate;

import dev.weir.ops.simulate.References.Reference;
import dev.weir.rl.algorithm.Algorithms;
import dev.weir.rl.decision.ActionSpace;
import dev.weir.rl.feature.FeatureSpec;
import dev.weir.rl.world.MadeUpTranslations;
import dev.weir.rl.world.Newsvendor;
import dev.weir.rl.world.RatedTranslations;
import dev.weir.rl.world.World;
import dev.weir.rl.world.inventory.CornerShops;
import dev.weir.schemas.problem.ProblemFile;
import dev.weir.schemas.problem.ProblemFiles;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;

/** The worlds that there are, each with its problem file from {@code problems/}. */
public final class Plays {
    private static final long DEFAULT_DECISIONS = 20_000;
    private static final long DEFAULT_PERIODS = 240;
    private static final int UNITS_OF_AHEAD = 5;
    private static final int COMMIT_MILLIS = 30; // a demo's watcher waits for every version

    private Plays() {}

    /** Names of the worlds. */
    public static List<String> worlds() {
        return List.of("inventory", "translation", "newsvendor");
    }

    /**
     * Prepares a play.
     *
     * @throws IllegalArgumentException if there is no such world, or its data cannot be read
     */
    static Play of(DemoOptions options) {
        if (options.world().equals("inventory")) {
            return inventory(options);
        }
        World world;
        String yaml;
        if (options.data() != null) {
            world = rated(options.data(), options.seed());
            yaml = withActions(resource("rated-translation.yaml"), world);
        } else if (options.world().equals("translation")) {
            world = new MadeUpTranslations(options.seed());
            yaml = resource("translation.yaml");
        } else if (options.world().equals("newsvendor")) {
            world = new Newsvendor(options.seed());
            yaml = resource("newsvendor.yaml");
        } else {
            throw new IllegalArgumentException("WORLD must be one of " + worlds() + ", was '" + options.world() + "'");
        }
        int block = Math.max(1, options.ahead() / 4);
        int pass = world.roundsOfAPass() == Long.MAX_VALUE ? 0 : (int) world.roundsOfAPass();
        return new Play(
                file(yaml, "LINEAR", options, block),
                world.problem(),
                new RoundsScript(world),
                References.of(world.baselines()),
                decisions(options, world),
                pass,
                block,
                content -> Map.of());
    }

    /** A chain of shops, so many that a period's decisions are more than may be ahead: each period waits for the version before. */
    private static Play inventory(DemoOptions options) {
        int units = Math.max(1, options.ahead() * UNITS_OF_AHEAD);
        CornerShops shops = new CornerShops(units, options.seed());
        CornerShops.Costs costs = shops.costs();
        References references = new References(List.of(
                new Reference("rule", "shops' rule", -costs.rule(), "#999"),
                new Reference("bestBaseStock", "best base stock", -costs.baseStock(), "#c77700"),
                new Reference("optimum", "optimum", -costs.optimum(), "#2a7d2a")));
        long decisions = options.decisions() > 0 ? options.decisions() : DEFAULT_PERIODS * units;
        return new Play(
                file(resource("inventory.yaml"), "DQN", options, units),
                shops.problem(),
                new UnitsScript(shops, options.shift() ? Shift.A_FIFTH : Shift.NONE),
                references,
                decisions,
                0,
                units,
                content -> Map.of("exactCostOfLastVersion", shops.cost(Algorithms.read(content, shops.problem()))));
    }

    /** A business with a rule of its own: the world's problem file, in which the rule serves. */
    static Business business(String world, long seed, String bootstrap) {
        boolean inventory = world.equals("inventory");
        if (!inventory && !world.equals("translation")) {
            throw new IllegalArgumentException("WORLD must be inventory or translation, was '" + world + "'");
        }
        String yaml = resource(world + ".yaml");
        String track = inventory ? "DQN" : "LINEAR";
        ProblemFile file = ProblemFiles.read(
                        yaml,
                        Map.of(
                                "WEIR_SERVE",
                                "baseline",
                                "WEIR_DEFAULT_ACTION",
                                "from-request",
                                "WEIR_TRACKS_" + track + "_SEED",
                                Long.toString(seed),
                                "WEIR_KAFKA_STREAMS_COMMIT_INTERVAL_MS",
                                Integer.toString(COMMIT_MILLIS)))
                .withKafka(Map.of("bootstrap.servers", bootstrap));
        return inventory ? new Planners(file, seed) : new Readers(file, seed);
    }

    private static ProblemFile file(String yaml, String track, DemoOptions options, int block) {
        return ProblemFiles.read(
                yaml,
                Map.of(
                        "WEIR_TRACKS_" + track + "_SEED",
                        Long.toString(options.seed()),
                        "WEIR_TRACKS_" + track + "_PUBLISH_EVERY_TRANSITIONS",
                        Integer.toString(block),
                        "WEIR_KAFKA_STREAMS_COMMIT_INTERVAL_MS",
                        Integer.toString(COMMIT_MILLIS)));
    }

    private static long decisions(DemoOptions options, World world) {
        if (options.decisions() > 0) {
            return options.decisions();
        }
        return world.roundsOfAPass() == Long.MAX_VALUE ? DEFAULT_DECISIONS : world.roundsOfAPass() * options.passes();
    }

    private static World rated(Path file, long seed) {
        try (InputStream bytes = Files.newInputStream(file)) {
            InputStream text = file.toString().endsWith(".gz") ? new GZIPInputStream(bytes) : bytes;
            return RatedTranslations.read(new InputStreamReader(text, StandardCharsets.UTF_8), seed);
        } catch (NoSuchFileException e) {
            throw new IllegalArgumentException("--data: there is no file " + file, e);
        } catch (ZipException e) {
            throw new IllegalArgumentException("--data: " + file + " is named .gz and is not compressed by gzip", e);
        } catch (IOException e) {
            throw new IllegalArgumentException("--data: " + file + " cannot be read: " + e.getMessage(), e);
        }
    }

    /** The file's actions are replaced by the systems and features of the data. */
    private static String withActions(String yaml, World world) {
        ActionSpace.Candidates candidates =
                (ActionSpace.Candidates) world.problem().actions();
        String features = candidates.features().specs().stream()
                .map(Plays::feature)
                .map(line -> "      - " + line + "\n")
                .collect(Collectors.joining());
        int from = yaml.indexOf("actions:");
        int to = yaml.indexOf("default-action:");
        return yaml.substring(0, from) + "actions:\n  candidates:\n    features:\n" + features + "    max: "
                + candidates.max() + "\n" + yaml.substring(to);
    }

    private static String feature(FeatureSpec spec) {
        if (spec instanceof FeatureSpec.Categorical c) {
            String values = c.values().stream()
                    .map(v -> "'" + v.replace("'", "''") + "'")
                    .collect(Collectors.joining(", "));
            return "{name: " + c.name() + ", type: categorical, values: [" + values + "]}";
        }
        return "{name: " + spec.name() + ", type: numeric}";
    }

    /** The text of a file in {@code problems/}. */
    public static String resource(String name) {
        try (InputStream in = Plays.class.getResourceAsStream("/problems/" + name)) {
            if (in == null) {
                throw new IllegalStateException("problems/" + name + " is not in this build");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
