package dev.weir.ops.train;

import dev.weir.learner.rebuild.LogReader;
import dev.weir.rl.algorithm.Algorithms;
import dev.weir.schemas.avro.Transition;
import dev.weir.schemas.problem.ProblemFile;
import dev.weir.schemas.wire.Codec;
import dev.weir.schemas.wire.RecordType;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.apache.avro.file.CodecFactory;
import org.apache.avro.file.DataFileReader;
import org.apache.avro.file.DataFileWriter;
import org.apache.avro.specific.SpecificDatumReader;
import org.apache.avro.specific.SpecificDatumWriter;
import org.jspecify.annotations.Nullable;

/** Trains a track without a broker: in a world, from an Avro file of transitions, or from a topic of them. */
public final class Train {
    private static final Codec<Transition> TRANSITIONS = Codec.of(Transition.class);
    private static final int LOOKS = 10;
    private static final long TELL_EVERY = 2_000_000_000L;

    private final ProblemFile file;
    private final String track;
    private final Pupil pupil;
    private final PrintStream progress;
    private final long start = System.nanoTime();
    private long told = start;

    /** @param progress where it is told how far it has come */
    public Train(ProblemFile file, String track, PrintStream progress) {
        this.file = file;
        this.track = track;
        this.pupil = new Pupil(file, track);
        this.progress = progress;
    }

    /**
     * Plays in a world, and looks ten times how good the last version is.
     *
     * @param log Avro file that takes every transition, or null
     */
    public Map<String, Object> in(TrainingWorld world, long transitions, @Nullable Path log) throws IOException {
        require(world);
        List<Map<String, Object>> history = new ArrayList<>();
        try (DataFileWriter<Transition> writer = log == null ? null : writer(log)) {
            Training training = new Training(file, track, world.world(), pupil, t -> append(writer, t));
            for (int look = 1; look <= LOOKS; look++) {
                for (long until = transitions * look / LOOKS; training.played() < until; ) {
                    training.play(Math.min(1000, until - training.played()));
                    tell(transitions);
                }
                Map<String, Object> seen = new LinkedHashMap<>();
                seen.put("transitions", training.played());
                seen.put("meanReward", training.meanReward());
                seen.putAll(world.judge().of(Algorithms.read(pupil.last().content(), file.decision())));
                history.add(seen);
                progress.println("  " + text(seen));
            }
        }
        return report(history);
    }

    /** Learns from a file that {@link #in} or an export wrote, at most so many transitions. */
    public Map<String, Object> from(Path avro, long transitions) throws IOException {
        try (DataFileReader<Transition> reader =
                new DataFileReader<>(avro.toFile(), new SpecificDatumReader<>(Transition.class))) {
            while (reader.hasNext() && pupil.transitions() + pupil.refused() < transitions) {
                pupil.accept(TRANSITIONS.encode(reader.next()));
                tell(transitions);
            }
        }
        return report(List.of());
    }

    /** Learns from a topic on the problem's brokers; problem files in it are passed over, for this one is in force. */
    public Map<String, Object> from(String topic, long transitions) {
        LogReader.read(file, topic, 0, record -> {
            byte[] value = record.value();
            if (value != null && RecordType.of(value) != RecordType.PROBLEM_APPLIED) {
                pupil.accept(value);
                tell(transitions);
            }
            return pupil.transitions() < transitions;
        });
        return report(List.of());
    }

    private Map<String, Object> report(List<Map<String, Object>> history) {
        if (pupil.refused() > 0) {
            progress.println("  " + pupil.refused() + " records taught nothing; the last: " + pupil.refusal());
        }
        return TrainReport.of(file, track, pupil, (System.nanoTime() - start) / 1e9, history);
    }

    private void require(TrainingWorld world) {
        String expected = world.world().problem().toString();
        String given = file.decision().toString();
        if (!given.equals(expected)) {
            throw new IllegalArgumentException(
                    "the problem's features and actions must be the world's: expected " + expected + ", was " + given);
        }
    }

    private void tell(long of) {
        long now = System.nanoTime();
        if (now - told > TELL_EVERY) {
            told = now;
            long n = pupil.transitions();
            progress.printf(
                    Locale.ROOT,
                    "  %,d of %s transitions, %,.0f a second, %d versions%n",
                    n,
                    of == Long.MAX_VALUE ? "all" : String.format(Locale.ROOT, "%,d", of),
                    n / ((now - start) / 1e9),
                    pupil.versions());
        }
    }

    private static String text(Map<String, Object> seen) {
        List<String> parts = new ArrayList<>();
        seen.forEach((name, value) ->
                parts.add(name + " " + (value instanceof Double d ? String.format(Locale.ROOT, "%.4f", d) : value)));
        return String.join("  ", parts);
    }

    private static DataFileWriter<Transition> writer(Path log) throws IOException {
        Path folder = log.toAbsolutePath().getParent();
        if (folder != null) {
            Files.createDirectories(folder);
        }
        return new DataFileWriter<>(new SpecificDatumWriter<>(Transition.class))
                .setCodec(CodecFactory.deflateCodec(1))
                .create(Transition.getClassSchema(), log.toFile());
    }

    private static void append(@Nullable DataFileWriter<Transition> writer, Transition transition) {
        if (writer != null) {
            try {
                writer.append(transition);
            } catch (IOException e) {
                throw new java.io.UncheckedIOException(e);
            }
        }
    }
}
