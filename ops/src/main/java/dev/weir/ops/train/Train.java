package dev.weir.ops.train;

import dev.weir.learner.rebuild.LogReader;
import dev.weir.rl.algorithm.Algorithms;
import dev.weir.schemas.avro.Transition;
import dev.weir.schemas.problem.ProblemFile;
import dev.weir.schemas.wire.Codec;
import dev.weir.schemas.wire.RecordType;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.apache.avro.file.DataFileWriter;
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
        try (DataFileWriter<Transition> writer = log == null ? null : TransitionFile.writer(log)) {
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
    public Map<String, Object> from(Path avro, long transitions) {
        TransitionFile.read(avro, (number, transition) -> {
            pupil.accept(TRANSITIONS.encode(transition));
            tell(transitions);
            return pupil.transitions() + pupil.refused() < transitions;
        });
        return report(List.of());
    }

    /**
     * Learns from a topic on the problem's brokers; problem files in it are passed over, for this one is in force. Rewinds
     * that name this track are followed: what they leave out is left out.
     */
    public Map<String, Object> from(String topic, long transitions) {
        return from(topic, transitions, Long.MAX_VALUE, null);
    }

    /**
     * The same up to an offset.
     *
     * @param end    offset after the last
     * @param change what is made of each transition before it is learned; null: nothing
     */
    public Map<String, Object> from(String topic, long end, @Nullable UnaryOperator<Transition> change) {
        return from(topic, Long.MAX_VALUE, end, change);
    }

    private Map<String, Object> from(
            String topic, long transitions, long end, @Nullable UnaryOperator<Transition> change) {
        pupil.follow(file, topic, value -> changed(value, change));
        LogReader.read(file, topic, 0, record -> {
            byte[] value = record.value();
            if (record.offset() < end && value != null && RecordType.of(value) != RecordType.PROBLEM_APPLIED) {
                pupil.accept(record.offset(), changed(value, change));
                tell(transitions);
            }
            return pupil.transitions() < transitions && record.offset() + 1 < end;
        });
        return report(List.of());
    }

    private static byte[] changed(byte[] value, @Nullable UnaryOperator<Transition> change) {
        return change != null && RecordType.of(value) == RecordType.TRANSITION
                ? TRANSITIONS.encode(change.apply(TRANSITIONS.decode(value)))
                : value;
    }

    /** The last version's content. */
    public byte[] content() {
        return pupil.last().content();
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
