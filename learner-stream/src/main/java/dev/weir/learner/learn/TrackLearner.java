package dev.weir.learner.learn;

import dev.weir.learner.publish.Publication;
import dev.weir.rl.learn.Learner;
import dev.weir.rl.learn.PagedState;
import dev.weir.rl.learn.SavedPages;
import dev.weir.schemas.avro.LearnerControl;
import dev.weir.schemas.avro.ProblemApplied;
import dev.weir.schemas.avro.Tick;
import dev.weir.schemas.avro.Transition;
import dev.weir.schemas.problem.ProblemFile;
import dev.weir.schemas.problem.ProblemFile.Track;
import dev.weir.schemas.problem.ProblemFiles;
import dev.weir.schemas.problem.ProblemFiles.InvalidProblemException;
import dev.weir.schemas.wire.Codec;
import dev.weir.schemas.wire.Codec.UndecodableException;
import dev.weir.schemas.wire.RecordType;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * One track on one partition of {@code transitions}: its versions are a pure function of that partition's records. No
 * clock, no Kafka: the stream and the offline rebuild call the same code. Confined to one thread.
 */
public final class TrackLearner {
    /** Transitions between full states on {@code checkpoints}, unless the state is large. */
    public static final long CHECKPOINT_EVERY = 100_000;

    private static final long TRANSITIONS_PER_PAGE = 1_000;

    /** State pages before those of the learner: progress, problem file. */
    private static final int OWN_PAGES = 2;

    private static final Codec<Transition> TRANSITIONS = Codec.of(Transition.class);
    private static final Codec<Tick> TICKS = Codec.of(Tick.class);
    private static final Codec<ProblemApplied> PROBLEMS = Codec.of(ProblemApplied.class);
    private static final Codec<LearnerControl> CONTROLS = Codec.of(LearnerControl.class);

    private final String trackName;
    private TrackProgress progress = new TrackProgress();
    private boolean touched = true;
    private boolean fileChanged = true;
    private @Nullable InForce inForce;
    private @Nullable SavedPages kept;

    public TrackLearner(String track) {
        this.trackName = track;
    }

    /** Reads the record at an offset of {@code transitions}. */
    public void accept(long offset, byte @Nullable [] value, Output out) {
        touched = true;
        try {
            RecordType type = value == null ? null : RecordType.of(value);
            if (value == null || type == null) {
                refuse(out, "undecodable", "no single-object encoding of a known schema");
            } else if (type == RecordType.TRANSITION) {
                transition(offset, TRANSITIONS.decode(value), out);
            } else if (type == RecordType.TICK) {
                tick(offset, TICKS.decode(value), out);
            } else if (type == RecordType.PROBLEM_APPLIED) {
                problem(offset, PROBLEMS.decode(value), out);
            } else if (type == RecordType.LEARNER_CONTROL) {
                control(offset, CONTROLS.decode(value), out);
            } else {
                refuse(out, "wrong-type", "expected TRANSITION, TICK, PROBLEM_APPLIED or LEARNER_CONTROL, was " + type);
            }
        } catch (UndecodableException e) {
            refuse(out, "undecodable", String.valueOf(e.getMessage()));
        }
        progress.nextOffset = offset + 1;
    }

    private void refuse(Output out, String reason, String detail) {
        progress.refused++;
        out.refused(reason, detail);
    }

    private void transition(long offset, Transition transition, Output out) {
        InForce now = inForce;
        if (now == null) {
            refuse(out, "invalid", "no problem file with track " + trackName + " is in force yet");
            return;
        }
        if (progress.paused) {
            progress.leftOut++;
            return;
        }
        try {
            now.learn(transition);
        } catch (IllegalArgumentException e) {
            refuse(out, "invalid", String.valueOf(e.getMessage()));
            return;
        }
        progress.logTime = Math.max(progress.logTime, transition.getClosedAt());
        progress.sincePublished++;
        progress.sinceCheckpoint++;
        long every = now.track().publishEveryTransitions();
        if (every > 0 && progress.sincePublished >= every || timeToPublish(now)) {
            publish(now, offset, out);
        }
        if (progress.sinceCheckpoint >= checkpointEvery(now)) {
            progress.sinceCheckpoint = 0;
            progress.nextOffset = offset + 1;
            out.checkpointDue();
        }
    }

    private void control(long offset, LearnerControl control, Output out) {
        InForce now = inForce;
        if (!control.getTrack().equals(trackName) || now == null) {
            return;
        }
        progress.logTime = Math.max(progress.logTime, control.getTime());
        switch (control.getCommand()) {
            case PAUSE -> progress.paused = true;
            case RESUME -> progress.paused = false;
            case REWIND -> rewind(now, offset, control, out);
        }
    }

    /** Learns this epoch again without what was poisoned: a new epoch, the same learner on fewer transitions. */
    private void rewind(InForce now, long offset, LearnerControl control, Output out) {
        if (control.getSkipFrom() < progress.firstOffset || control.getSkipTo() > offset) {
            refuse(
                    out,
                    "invalid",
                    "skip must lie from " + progress.firstOffset + " to " + offset + ", was " + control.getSkipFrom()
                            + ".." + control.getSkipTo());
            return;
        }
        progress.skip(control.getSkipFrom(), control.getSkipTo());
        Learner fresh =
                now.track().learner().create(now.file().decision(), now.track().seed());
        if (kept != null) {
            fresh.state().keepIn(learnersOf(kept));
        }
        InForce again = new InForce(now.file(), now.track(), fresh);
        out.again(progress.firstOffset, offset, (at, value) -> {
            if (value != null && RecordType.of(value) == RecordType.TRANSITION && !progress.skips(at)) {
                again.learnIfItCan(value);
            }
        });
        inForce = again;
        fileChanged = true;
        progress.paused = false;
        progress.epoch++;
        progress.nextN = 0;
        publish(again, offset, out);
    }

    /** A large state is written less often, so that checkpoints stay a fraction of what the log itself takes. */
    private static long checkpointEvery(InForce now) {
        return Math.max(CHECKPOINT_EVERY, now.learner().state().pages() * TRANSITIONS_PER_PAGE);
    }

    private void tick(long offset, Tick tick, Output out) {
        progress.logTime = Math.max(progress.logTime, tick.getTime());
        InForce now = inForce;
        if (now != null && progress.sincePublished > 0 && timeToPublish(now)) {
            publish(now, offset, out);
        }
    }

    private boolean timeToPublish(InForce now) {
        return now.track().publishEvery() != null
                && progress.logTime - progress.publishedAt
                        >= now.track().publishEvery().toMillis();
    }

    private void problem(long offset, ProblemApplied applied, Output out) {
        ProblemFile file;
        try {
            file = ProblemFiles.parse(applied.getYaml());
        } catch (InvalidProblemException e) {
            refuse(out, "invalid", String.valueOf(e.getMessage()));
            return;
        }
        if (file.tracks().stream().noneMatch(t -> t.name().equals(trackName))) {
            inForce = null; // the track rests; its next problem file begins a new epoch
            fileChanged = true;
            return;
        }
        InForce before = inForce;
        Track track = file.track(trackName);
        fileChanged = true;
        if (before != null && before.file().epochKey(trackName).equals(file.epochKey(trackName))) {
            inForce = new InForce(file, track, before.learner(), before.hash());
            return;
        }
        Learner learner;
        try {
            learner = track.learner().create(file.decision(), track.seed());
        } catch (IllegalArgumentException e) {
            refuse(out, "invalid", String.valueOf(e.getMessage()));
            return;
        }
        progress.epoch++;
        progress.nextN = 0;
        progress.skipped = new long[0];
        progress.paused = false;
        progress.firstOffset = offset;
        progress.logTime = Math.max(progress.logTime, applied.getTime());
        if (kept != null) {
            learner.state().keepIn(learnersOf(kept));
        }
        inForce = new InForce(file, track, learner);
        publish(inForce, offset, out); // what is believed before any transition: exploring begins at once
    }

    private void publish(InForce now, long offset, Output out) {
        Publication version = now.version(progress, offset);
        progress.nextN++;
        progress.sincePublished = 0;
        progress.publishedAt = progress.logTime;
        progress.parent = version.manifest().getContentSha256();
        out.published(version);
    }

    /** Offset after the last record that was read. */
    public long nextOffset() {
        return progress.nextOffset;
    }

    /** Time in the log. */
    public long logTime() {
        return progress.logTime;
    }

    /** True while a person has told it to leave out what comes. */
    public boolean paused() {
        return progress.paused;
    }

    /** Records that taught nothing. */
    public long refused() {
        return progress.refused;
    }

    /** Transitions that the learner of this epoch has seen. */
    public long transitions() {
        return inForce == null ? 0 : inForce.learner().transitions();
    }

    /** The last version's epoch and number, like "0.12"; "" before the first. */
    public String version() {
        return progress.nextN == 0 ? "" : progress.epoch + "." + (progress.nextN - 1);
    }

    /** Hash of the learner's state now. */
    public String stateSha256() {
        return inForce == null ? "" : inForce.stateSha256();
    }

    /** Pages of the whole state: progress, problem file, then the learner's own. */
    public int pages() {
        return OWN_PAGES + (inForce == null ? 0 : inForce.learner().state().pages());
    }

    /** Bytes of one page. */
    public byte[] page(int index) {
        InForce now = inForce;
        if (index == 0) {
            progress.pages = pages();
            return progress.write();
        } else if (index == 1) {
            return now == null ? new byte[0] : now.file().yaml().getBytes(StandardCharsets.UTF_8);
        } else if (now == null) {
            throw new IllegalArgumentException("page must be below " + OWN_PAGES + ", was " + index);
        }
        return now.learner().state().page(index - OWN_PAGES);
    }

    /** True if a page may have changed since {@link #markClean}. */
    public boolean dirty(int index) {
        if (index < OWN_PAGES) {
            return index == 0 ? touched : fileChanged;
        }
        return inForce != null && (fileChanged || inForce.learner().state().dirty(index - OWN_PAGES));
    }

    /** Takes every page for saved. */
    public void markClean() {
        touched = false;
        fileChanged = false;
        if (inForce != null) {
            inForce.hash().beforeClean(inForce.learner().state());
            inForce.learner().state().markClean();
        }
    }

    /**
     * Pages that a saved state has, by its first page.
     *
     * @throws IllegalArgumentException if that is none
     */
    public static int pages(byte[] firstPage) {
        return TrackProgress.read(firstPage).pages;
    }

    /** Says where saved pages can be read again: see {@link PagedState#keepIn}. */
    public void keepIn(SavedPages saved) {
        kept = saved;
        if (inForce != null) {
            inForce.learner().state().keepIn(learnersOf(saved));
        }
    }

    private static SavedPages learnersOf(SavedPages saved) {
        return saved.slice(OWN_PAGES, saved.count());
    }

    /**
     * Goes back to a saved state.
     *
     * @throws IllegalArgumentException if the pages do not fit together; nothing has changed then
     */
    public void restore(SavedPages saved) {
        if (saved.count() < OWN_PAGES) {
            throw new IllegalArgumentException(
                    "a state must have at least " + OWN_PAGES + " pages, had " + saved.count());
        }
        TrackProgress from = TrackProgress.read(saved.page(0));
        InForce force = null;
        byte[] yaml = saved.page(1);
        if (yaml.length > 0) {
            ProblemFile file = savedFile(yaml);
            Track track = file.track(trackName);
            Learner learner = track.learner().create(file.decision(), track.seed());
            learner.state().restore(learnersOf(saved));
            force = new InForce(file, track, learner);
        }
        progress = from;
        inForce = force;
        markClean();
    }

    private static ProblemFile savedFile(byte[] page) {
        try {
            return ProblemFiles.parse(new String(page, StandardCharsets.UTF_8));
        } catch (InvalidProblemException e) {
            throw new IllegalArgumentException(
                    "page 1 must hold the problem file that was in force: " + e.getMessage(), e);
        }
    }

    /** Forgets everything. */
    public void reset() {
        progress = new TrackProgress();
        inForce = null;
        touched = true;
        fileChanged = true;
    }
}
