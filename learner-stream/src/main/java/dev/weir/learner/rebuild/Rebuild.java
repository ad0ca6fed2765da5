package dev.weir.learner.rebuild;

import dev.weir.learner.learn.FullState;
import dev.weir.learner.learn.Output;
import dev.weir.learner.learn.TrackLearner;
import dev.weir.learner.publish.Publication;
import dev.weir.schemas.avro.PolicyManifest;
import dev.weir.schemas.problem.ProblemFile;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongConsumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Learns a track again from {@code transitions}, away from the stream, and compares what comes out with what was
 * published. Where the head of the log is gone it starts from the full state on {@code checkpoints}.
 */
public final class Rebuild {
    private Rebuild() {}

    /** How one version compares. */
    public enum Verdict {
        EQUAL,
        DIFFERS,
        /** Published, but its part of the log is gone and no checkpoint precedes it. */
        OUT_OF_REACH
    }

    /**
     * One published version beside its rebuild.
     *
     * @param rebuilt content hash that the log gives; null where it is out of reach
     */
    public record Line(
            String version,
            Verdict verdict,
            String published,
            @Nullable String rebuilt,
            String detail) {}

    /**
     * What a rebuild found: a line a version, oldest first.
     *
     * @param last content of the last version that was learned again; null: there was none
     */
    public record Report(List<Line> lines, long records, long startedAt, byte @Nullable [] last) {
        /** True if there is a version and all that can be reached are equal. */
        public boolean equal() {
            return lines.stream().anyMatch(l -> l.verdict() == Verdict.EQUAL)
                    && lines.stream().noneMatch(l -> l.verdict() == Verdict.DIFFERS);
        }
    }

    /** Rebuilds every version that the log still holds; {@code progress} hears of each thousandth record. */
    public static Report all(ProblemFile file, String track, LongConsumer progress) {
        Map<String, PolicyManifest> manifests = LogReader.manifests(file, track);
        Collected collected = new Collected(file, p -> true, false);
        long[] start = new long[1];
        long records = learn(file, track, collected, start, progress);
        List<Line> lines = new ArrayList<>();
        manifests.forEach((version, manifest) -> lines.add(line(version, manifest, collected.byVersion.get(version))));
        return new Report(lines, records, start[0], collected.content);
    }

    /** The content of one version, learned again; empty if the log no longer reaches it. */
    public static Optional<byte[]> content(ProblemFile file, String track, int epoch, long n) {
        Collected collected = new Collected(file, m -> m.getEpoch() == epoch && m.getN() == n, true);
        learn(file, track, collected, new long[1], i -> {});
        return Optional.ofNullable(collected.content);
    }

    private static long learn(
            ProblemFile file, String track, Collected collected, long[] start, LongConsumer progress) {
        TrackLearner learner = new TrackLearner(track);
        long first = LogReader.firstOffset(file);
        if (first > 0) {
            List<byte[]> state = LogReader.checkpoint(file, track, first);
            if (state == null) {
                return 0;
            }
            learner.restore(FullState.pages(state));
        }
        start[0] = learner.nextOffset();
        long[] records = new long[1];
        LogReader.transitions(file, learner.nextOffset(), record -> {
            learner.accept(record.offset(), record.value(), collected);
            if (++records[0] % 1000 == 0) {
                progress.accept(records[0]);
            }
            return !collected.done();
        });
        return records[0];
    }

    private static Line line(String version, PolicyManifest published, @Nullable PolicyManifest rebuilt) {
        String hash = published.getContentSha256();
        if (rebuilt == null) {
            return new Line(version, Verdict.OUT_OF_REACH, hash, null, "the log begins after what it was learned from");
        }
        String differing = "";
        if (!hash.equals(rebuilt.getContentSha256())) {
            differing = "content";
        } else if (!published.getStateSha256().equals(rebuilt.getStateSha256())) {
            differing = "state";
        } else if (!published.getProvenanceSha256().equals(rebuilt.getProvenanceSha256())) {
            differing = "provenance";
        }
        Verdict verdict = differing.isEmpty() ? Verdict.EQUAL : Verdict.DIFFERS;
        return new Line(version, verdict, hash, rebuilt.getContentSha256(), differing);
    }

    /** Keeps the manifests that come out, and the content of the one that is looked for. */
    private static final class Collected implements Output {
        private final ProblemFile file;
        private final Map<String, PolicyManifest> byVersion = new HashMap<>();
        private final Predicate<PolicyManifest> wanted;
        private final boolean stopWhenFound;
        private byte @Nullable [] content;

        private Collected(ProblemFile file, Predicate<PolicyManifest> wanted, boolean stopWhenFound) {
            this.file = file;
            this.wanted = wanted;
            this.stopWhenFound = stopWhenFound;
        }

        private boolean done() {
            return stopWhenFound && content != null;
        }

        @Override
        public void published(Publication publication) {
            PolicyManifest manifest = publication.manifest();
            byVersion.put(manifest.getEpoch() + "." + manifest.getN(), manifest);
            if (wanted.test(manifest)) {
                content = publication.content();
            }
        }

        @Override
        public void refused(String reason, String detail) {}

        @Override
        public void again(long from, long to, LogRecord each) {
            LogReader.transitions(file, from, record -> {
                if (record.offset() < to) {
                    each.read(record.offset(), record.value());
                }
                return record.offset() + 1 < to;
            });
        }

        @Override
        public void checkpointDue() {}
    }
}
