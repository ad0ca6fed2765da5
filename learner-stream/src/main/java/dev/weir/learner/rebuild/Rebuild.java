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
import java.util.TreeMap;
import java.util.function.LongConsumer;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Learns a track again from {@code transitions}, away from the stream, and compares what comes out with what was
 * published. Where the head of the log is gone it starts from the full state on {@code checkpoints}.
 */
public final class Rebuild {
    private static final int MOST_REFUSALS = 1000;

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
     * @param chunks  what is wrong with its chunks on {@code policies}, or ""
     */
    public record Line(
            String version,
            Verdict verdict,
            String published,
            @Nullable String rebuilt,
            String detail,
            String chunks) {}

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
        Collected collected = new Collected(file, p -> true, false, PublishedChunks.read(file, track));
        long[] start = new long[1];
        long records = learn(file, track, collected, start, progress);
        List<Line> lines = new ArrayList<>();
        String[] lastEqual = {"", ""};
        manifests.forEach((version, manifest) -> {
            Line line = line(version, manifest, collected);
            if (line.verdict() == Verdict.EQUAL) {
                lastEqual[0] = version;
                lastEqual[1] = Long.toString(manifest.getProvenance().getNextOffset());
            } else if (line.verdict() == Verdict.DIFFERS && line.chunks().isEmpty()) {
                line = located(line, lastEqual, manifest.getProvenance().getNextOffset(), collected);
            }
            lines.add(line);
        });
        return new Report(lines, records, start[0], collected.content);
    }

    /** The content of one version, learned again; empty if the log no longer reaches it. */
    public static Optional<byte[]> content(ProblemFile file, String track, int epoch, long n) {
        Collected collected = new Collected(file, m -> m.getEpoch() == epoch && m.getN() == n, true, null);
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
            collected.at = record.offset();
            learner.accept(record.offset(), record.value(), collected);
            if (++records[0] % 1000 == 0) {
                progress.accept(records[0]);
            }
            return !collected.done();
        });
        return records[0];
    }

    /** Says between which offsets of {@code transitions} something is not what it was. */
    private static Line located(Line line, String[] lastEqual, long end, Collected collected) {
        long from = lastEqual[0].isEmpty() ? 0 : Long.parseLong(lastEqual[1]);
        String where = lastEqual[0].isEmpty()
                ? "no earlier version is equal: look at transitions before offset " + end
                : "version " + lastEqual[0] + " is the last equal one: look at transitions from offset " + from + " to "
                        + (end - 1);
        String unreadable = collected.refusals.subMap(from, end).entrySet().stream()
                .map(e -> "; offset " + e.getKey() + " teaches nothing (" + e.getValue() + ")")
                .collect(Collectors.joining());
        return new Line(
                line.version(),
                line.verdict(),
                line.published(),
                line.rebuilt(),
                line.detail() + "; " + where + unreadable,
                "");
    }

    private static Line line(String version, PolicyManifest published, Collected collected) {
        PolicyManifest rebuilt = collected.byVersion.get(version);
        String hash = published.getContentSha256();
        if (rebuilt == null) {
            return new Line(
                    version, Verdict.OUT_OF_REACH, hash, null, "the log begins after what it was learned from", "");
        }
        String differing = "";
        if (!hash.equals(rebuilt.getContentSha256())) {
            differing = "content";
        } else if (!published.getStateSha256().equals(rebuilt.getStateSha256())) {
            differing = "state";
        } else if (!published.getProvenanceSha256().equals(rebuilt.getProvenanceSha256())) {
            differing = "provenance";
        }
        String chunks = differing.isEmpty() ? collected.wrongChunks.getOrDefault(version, "") : "";
        Verdict verdict = differing.isEmpty() && chunks.isEmpty() ? Verdict.EQUAL : Verdict.DIFFERS;
        return new Line(
                version, verdict, hash, rebuilt.getContentSha256(), differing.isEmpty() ? chunks : differing, chunks);
    }

    /** Keeps the manifests that come out, and the content of the one that is looked for. */
    private static final class Collected implements Output {
        private final ProblemFile file;
        private final Map<String, PolicyManifest> byVersion = new HashMap<>();
        private final Predicate<PolicyManifest> wanted;
        private final boolean stopWhenFound;
        private final @Nullable PublishedChunks chunks;
        private final Map<String, String> wrongChunks = new HashMap<>();
        private final TreeMap<Long, String> refusals = new TreeMap<>();
        private long at;
        private byte @Nullable [] content;

        private Collected(
                ProblemFile file,
                Predicate<PolicyManifest> wanted,
                boolean stopWhenFound,
                @Nullable PublishedChunks chunks) {
            this.file = file;
            this.chunks = chunks;
            this.wanted = wanted;
            this.stopWhenFound = stopWhenFound;
        }

        private boolean done() {
            return stopWhenFound && content != null;
        }

        @Override
        public void published(Publication publication) {
            PolicyManifest manifest = publication.manifest();
            String version = manifest.getEpoch() + "." + manifest.getN();
            byVersion.put(version, manifest);
            if (chunks != null) {
                String wrong = chunks.wrong(manifest.getEpoch(), manifest.getN(), publication.content());
                if (!wrong.isEmpty()) {
                    wrongChunks.put(version, wrong);
                }
            }
            if (wanted.test(manifest)) {
                content = publication.content();
            }
        }

        @Override
        public void refused(String reason, String detail) {
            if (refusals.size() < MOST_REFUSALS) {
                refusals.put(at, reason + ": " + detail);
            }
        }

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
