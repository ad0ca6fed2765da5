package dev.weir.ops.status;

import dev.weir.learner.rebuild.Published;
import dev.weir.schemas.avro.Ledger;
import dev.weir.schemas.avro.PolicyManifest;
import dev.weir.schemas.avro.Tick;
import dev.weir.schemas.problem.ProblemFile;
import dev.weir.schemas.problem.ProblemRegistry;
import dev.weir.schemas.topic.KafkaSettings.Kind;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/** Where a problem stands: what was received, joined and learned, what still waits and until when, what decides. */
public final class ProblemStatus {
    private final ProblemFile file;
    private final Ledger ledger;
    private final @Nullable Instant watermark;
    private final Map<String, @Nullable PolicyManifest> last = new LinkedHashMap<>();
    private final Map<String, Long> lag = new LinkedHashMap<>();
    private final boolean inForce;

    private ProblemStatus(ProblemFile file) {
        this.file = file;
        Map<Integer, Tick> ticks = Ledgers.last(file);
        this.ledger = Ledgers.total(ticks);
        this.watermark = ticks.values().stream()
                .map(t -> Instant.ofEpochMilli(t.getTime()))
                .min(Instant::compareTo)
                .orElse(null);
        this.inForce = ProblemRegistry.latest(file.topics(), file.kafkaSettings())
                .map(applied -> applied.getHash().equals(file.hash()))
                .orElse(false);
        try (Admin admin = Admin.create(file.kafkaSettings().forClient(Kind.ADMIN))) {
            for (ProblemFile.Track track : file.tracks()) {
                PolicyManifest newest = null;
                for (PolicyManifest manifest :
                        Published.manifests(file, track.name()).values()) {
                    newest = manifest;
                }
                last.put(track.name(), newest);
                lag.put(track.name(), lag(admin, track.name()));
            }
        }
    }

    /** Reads a problem's topics. */
    public static ProblemStatus read(ProblemFile file) {
        return new ProblemStatus(file);
    }

    /** Records of {@code transitions} that the track's learner has not committed yet. */
    private long lag(Admin admin, String track) {
        TopicPartition partition = new TopicPartition(file.topics().transitions(), 0);
        try {
            OffsetAndMetadata committed = admin.listConsumerGroupOffsets(
                            file.topics().learnerApplication(track))
                    .partitionsToOffsetAndMetadata()
                    .get()
                    .get(partition);
            long end = admin.listOffsets(Map.of(partition, OffsetSpec.latest()))
                    .partitionResult(partition)
                    .get()
                    .offset();
            return Math.max(0, end - (committed == null ? 0 : committed.offset()));
        } catch (ExecutionException e) {
            throw new IllegalStateException("the lag of track " + track + " cannot be read: " + e.getMessage(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }

    /** In words. */
    public List<String> lines() {
        List<String> lines = new ArrayList<>();
        lines.add("Problem " + file.name() + ": this file " + (inForce ? "is in force." : "is not the one in force."));
        lines.add(String.format(
                "Received %,d decisions and %,d outcomes; joined %,d decisions into transitions.",
                ledger.getDecisionsIn(), ledger.getOutcomesIn(), ledger.getDecisionsJoined()));
        lines.add(
                ledger.getDecisionsPending() == 0
                        ? "No decision waits for its window."
                        : String.format(
                                "%,d decisions wait for their window, the first until %s.",
                                ledger.getDecisionsPending(), time(ledger.getNextClose())));
        lines.add(String.format(
                "Of the outcomes %,d are in transitions, %,d wait, %,d came late, %,d twice, %,d without a decision,"
                        + " %,d after the first that counts, %,d are in dead-letters.",
                ledger.getOutcomesInTransitions(),
                ledger.getOutcomesPending(),
                ledger.getOutcomesLate(),
                ledger.getOutcomesDuplicate(),
                ledger.getOutcomesOrphaned(),
                ledger.getOutcomesSuperseded(),
                ledger.getOutcomesDeadLettered()));
        lines.add(
                watermark == null
                        ? "Time has not begun: no tick has come from every partition."
                        : "Time in the log: " + watermark + ".");
        last.forEach((track, manifest) -> lines.add(
                manifest == null
                        ? "Track " + track + " has published no version."
                        : String.format(
                                "Track %s: version %d.%d, learned from %,d transitions; %,d records behind the log%s.",
                                track,
                                manifest.getEpoch(),
                                manifest.getN(),
                                manifest.getTransitions(),
                                lag.getOrDefault(track, 0L),
                                track.equals(file.serve()) ? "; it decides" : "")));
        return lines;
    }

    private static String time(@Nullable Long millis) {
        return millis == null ? "an unknown time" : Instant.ofEpochMilli(millis).toString();
    }

    /** For programs. */
    public Map<String, @Nullable Object> json() {
        Map<String, @Nullable Object> json = new LinkedHashMap<>();
        json.put("problem", file.name());
        json.put("inForce", inForce);
        json.put("watermark", watermark == null ? null : watermark.toString());
        json.put("decisionsIn", ledger.getDecisionsIn());
        json.put("decisionsJoined", ledger.getDecisionsJoined());
        json.put("decisionsPending", ledger.getDecisionsPending());
        json.put("nextClose", ledger.getNextClose() == null ? null : time(ledger.getNextClose()));
        json.put("outcomesIn", ledger.getOutcomesIn());
        json.put("outcomesInTransitions", ledger.getOutcomesInTransitions());
        json.put("outcomesLate", ledger.getOutcomesLate());
        json.put("outcomesDuplicate", ledger.getOutcomesDuplicate());
        json.put("outcomesOrphaned", ledger.getOutcomesOrphaned());
        json.put("outcomesSuperseded", ledger.getOutcomesSuperseded());
        json.put("outcomesDeadLettered", ledger.getOutcomesDeadLettered());
        json.put("outcomesPending", ledger.getOutcomesPending());
        List<Map<String, @Nullable Object>> tracks = new ArrayList<>();
        last.forEach((track, manifest) -> {
            Map<String, @Nullable Object> one = new LinkedHashMap<>();
            one.put("track", track);
            one.put("version", manifest == null ? null : manifest.getEpoch() + "." + manifest.getN());
            one.put("transitions", manifest == null ? 0L : manifest.getTransitions());
            one.put("lag", lag.getOrDefault(track, 0L));
            one.put("serves", track.equals(file.serve()));
            tracks.add(one);
        });
        json.put("tracks", tracks);
        return json;
    }
}
