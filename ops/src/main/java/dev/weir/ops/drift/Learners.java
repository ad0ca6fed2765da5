package dev.weir.ops.drift;

import dev.weir.evaluation.drift.Watch;
import dev.weir.schemas.avro.LearnerCommand;
import dev.weir.schemas.avro.LearnerControl;
import dev.weir.schemas.avro.PolicyManifest;
import dev.weir.schemas.problem.ProblemFile;
import dev.weir.schemas.problem.ProblemFile.Track;
import java.nio.ByteBuffer;
import java.util.Map;
import java.util.TreeMap;

/** Whether learners keep up and their values stay within what rewards can add up to. */
final class Learners {
    /** How many times the distance between two versions a learner may be behind, and for how long by the clock. */
    private static final int TIMES = 10;

    private static final long LEAST = 1_000;
    private static final long LASTING_MILLIS = 30_000;
    private static final double WILD = 10;
    private static final double DEVIATIONS = 10;
    private static final double LONGEST_HORIZON = 1_000;

    /** What is known of one track. */
    private static final class Known {
        int epoch = -1;
        long nextOffset;
        long time;
        boolean paused;
        long behindSince = Long.MAX_VALUE; // by the clock: not saved
    }

    private final ProblemFile file;
    private final OpenAlerts alerts;
    private final Texts texts;
    private final Map<String, Known> tracks = new TreeMap<>();
    private long lastOffset = -1;

    Learners(ProblemFile file, OpenAlerts alerts, Texts texts) {
        this.file = file;
        this.alerts = alerts;
        this.texts = texts;
        file.tracks().forEach(t -> tracks.put(t.name(), new Known()));
    }

    void transition(long offset) {
        lastOffset = offset;
    }

    void control(LearnerControl control) {
        Known known = tracks.get(control.getTrack());
        if (known != null) {
            known.paused = control.getCommand() == LearnerCommand.PAUSE;
        }
    }

    /** Takes in a version; true if the track that serves has begun a new epoch. */
    boolean manifest(PolicyManifest manifest, long logTime, Watch reward) {
        Known known = tracks.get(manifest.getTrack());
        if (known == null) {
            return false;
        }
        boolean anew = known.epoch >= 0 && manifest.getEpoch() > known.epoch;
        known.epoch = manifest.getEpoch();
        known.nextOffset = manifest.getProvenance().getNextOffset();
        known.time = manifest.getTime();
        values(manifest, Math.max(logTime, manifest.getTime()), reward);
        return anew && manifest.getTrack().equals(file.serve());
    }

    private void values(PolicyManifest manifest, long time, Watch reward) {
        Double value = manifest.getProvenance().getMetrics().get("value");
        if (value == null || reward.scores().count() < file.alerts().warmUp()) {
            return;
        }
        double horizon = Math.min(LONGEST_HORIZON, 1 / Math.max(1e-9, 1 - file.discount()));
        double most = (Math.abs(reward.level()) + DEVIATIONS * reward.scores().deviation()) * horizon;
        String scope = "track=" + manifest.getTrack();
        if (!(Math.abs(value) <= WILD * most)) {
            String version = manifest.getEpoch() + "." + manifest.getN();
            alerts.fire(texts.bare(
                    Kind.VALUE_EXPLOSION,
                    scope,
                    time,
                    "version " + version + " of track " + manifest.getTrack() + " says values of " + value
                            + " where rewards can add up to " + most,
                    most,
                    Double.isNaN(value) ? Double.MAX_VALUE : Math.abs(value)));
        } else {
            alerts.resolve(Kind.VALUE_EXPLOSION, scope, time, "values are within what rewards can add up to", value);
        }
    }

    /** Tells of tracks that have been behind for a while: for a moment everybody is, after a start. */
    void clock(long now, long logTime) {
        for (Track track : file.tracks()) {
            Known known = tracks.get(track.name());
            if (known == null) {
                continue;
            }
            String scope = "track=" + track.name();
            long behind = lastOffset + 1 - known.nextOffset;
            if (known.epoch < 0 || known.paused || !behind(track, behind, logTime - known.time)) {
                known.behindSince = Long.MAX_VALUE;
                alerts.resolve(Kind.LEARNER_LAG, scope, logTime, "the learner keeps up", (double) behind);
            } else {
                known.behindSince = Math.min(known.behindSince, now);
                if (now - known.behindSince >= LASTING_MILLIS) {
                    alerts.fire(texts.bare(
                            Kind.LEARNER_LAG,
                            scope,
                            logTime,
                            "track " + track.name() + " has published nothing for " + behind + " transitions",
                            track.publishEveryTransitions(),
                            behind));
                }
            }
        }
    }

    private static boolean behind(Track track, long transitions, long millis) {
        boolean byCount = track.publishEveryTransitions() == 0
                || transitions > Math.max(LEAST, TIMES * track.publishEveryTransitions());
        boolean byTime = track.publishEvery() == null
                || transitions > LEAST && millis > TIMES * track.publishEvery().toMillis();
        return byCount && byTime;
    }

    int stateBytes() {
        return Long.BYTES + tracks.size() * (Integer.BYTES + 2 * Long.BYTES + 1);
    }

    void save(ByteBuffer to) {
        to.putLong(lastOffset);
        tracks.values()
                .forEach(k ->
                        to.putInt(k.epoch).putLong(k.nextOffset).putLong(k.time).put((byte) (k.paused ? 1 : 0)));
    }

    void load(ByteBuffer from) {
        lastOffset = from.getLong();
        for (Known known : tracks.values()) {
            if (from.hasRemaining()) {
                known.epoch = from.getInt();
                known.nextOffset = from.getLong();
                known.time = from.getLong();
                known.paused = from.get() == 1;
            }
        }
    }
}
