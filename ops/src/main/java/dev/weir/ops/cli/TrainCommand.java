package dev.weir.ops.cli;

import dev.weir.ops.simulate.Plays;
import dev.weir.ops.train.Train;
import dev.weir.ops.train.TrainingWorld;
import dev.weir.ops.transfer.Publish;
import dev.weir.schemas.problem.ProblemFile;
import dev.weir.schemas.problem.ProblemFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/** {@code weir train}. */
@Command(
        name = "train",
        mixinStandardHelpOptions = true,
        description = "Train a track without a broker: the same transitions give the same bytes as on the stream.")
final class TrainCommand implements Callable<Integer> {
    private static final long DEFAULT_TRANSITIONS = 100_000;

    @Parameters(
            arity = "0..1",
            paramLabel = "PROBLEM",
            description = "A problem file; without one, that of the world (print it by weir problem init --world W).")
    @Nullable
    Path problem;

    @ArgGroup(multiplicity = "1")
    Source source = new Source();

    /** Where transitions come from. */
    static final class Source {
        @Option(
                names = "--world",
                paramLabel = "W",
                description = "cartpole, acrobot, lost-sales, corner-shops or shops: play in it.")
        @Nullable
        String world;

        @Option(
                names = "--from",
                paramLabel = "TOPIC|FILE",
                description = "An Avro file of transitions, as --log writes it, or a topic on the problem's brokers.")
        @Nullable
        String from;
    }

    @Option(names = "--transitions", paramLabel = "N", description = "At most so many (default: 100000, or all).")
    @Nullable
    Long transitions;

    @Option(names = "--seed", paramLabel = "S", description = "Of world and learner, in place of the file's.")
    @Nullable
    Long seed;

    @Option(names = "--track", paramLabel = "NAME", description = "By default the one that serves.")
    @Nullable
    String track;

    @Mixin
    WorldOptions like = new WorldOptions();

    @Option(names = "--log", paramLabel = "F.avro", description = "Writes every transition of a world there.")
    @Nullable
    Path log;

    @Option(names = "--report", paramLabel = "F.json", description = "Where the report goes.")
    @Nullable
    Path report;

    @Option(
            names = "--publish",
            description =
                    "Of --from FILE: puts its transitions onto the problem's topic, where the learner learns the same"
                            + " versions and publishes them; the topic must have none yet.")
    boolean publish;

    @Mixin
    ProblemOptions kafka = new ProblemOptions();

    @Override
    public Integer call() throws IOException {
        System.setProperty("org.slf4j.simpleLogger.log.dev.weir", "warn");
        checkPublish();
        TrainingWorld world =
                source.world == null ? null : TrainingWorld.of(source.world, like.settings(), seed == null ? 1 : seed);
        ProblemFile file = file(world);
        String learner = track != null ? track : file.serve();
        if (file.tracks().stream().noneMatch(t -> t.name().equals(learner))) {
            throw new IllegalArgumentException("--track must be one of "
                    + file.tracks().stream().map(ProblemFile.Track::name).toList() + ", was '" + learner + "'");
        }
        Train train = new Train(file, learner, System.err);
        Map<String, Object> said = world != null
                ? train.in(world, transitions == null ? DEFAULT_TRANSITIONS : transitions, log)
                : from(file, train, transitions == null ? Long.MAX_VALUE : transitions);
        String json = JsonMapper.builder()
                .enable(SerializationFeature.INDENT_OUTPUT)
                .build()
                .writeValueAsString(said);
        if (report != null) {
            Files.writeString(report, json + "\n");
            System.err.println("Report: " + report);
        } else {
            System.out.println(json);
        }
        return 0;
    }

    private Map<String, Object> from(ProblemFile file, Train train, long most) throws IOException {
        String from = String.valueOf(source.from);
        Path path = Path.of(from);
        if (Files.exists(path)) {
            Map<String, Object> said = train.from(path, most);
            if (publish) {
                said.put("appended", Publish.transitions(file, path, most, UpCommand.by()));
            }
            return said;
        } else if (from.contains("/") || from.endsWith(".avro")) {
            throw new IllegalArgumentException("--from: there is no file " + from);
        }
        return train.from(from, most);
    }

    private void checkPublish() {
        if (publish && (source.from == null || !Files.isRegularFile(Path.of(source.from)))) {
            throw new IllegalArgumentException("--publish needs --from FILE, an Avro file of transitions");
        }
        if (publish && seed != null) {
            throw new IllegalArgumentException("--publish takes the seed of the problem file, --seed was " + seed);
        }
    }

    private ProblemFile file(@Nullable TrainingWorld world) {
        Map<String, String> over = new HashMap<>(System.getenv());
        String yaml;
        if (problem != null) {
            yaml = kafka.read(problem).yaml();
        } else if (world != null) {
            yaml = world.problem(Plays.resource(world.yaml()));
        } else {
            throw new IllegalArgumentException("PROBLEM must be given with --from");
        }
        if (seed != null) {
            for (ProblemFile.Track t : ProblemFiles.parse(yaml).tracks()) {
                over.put(
                        "WEIR_TRACKS_" + t.name().toUpperCase(Locale.ROOT).replace('-', '_') + "_SEED",
                        seed.toString());
            }
        }
        ProblemFile read = ProblemFiles.read(yaml, over);
        return problem == null ? read : read.withKafka(kafka.read(problem).kafka());
    }
}
