package dev.weir.service.policystore;

import dev.weir.rl.decision.PolicyVersion;
import dev.weir.schemas.problem.ProblemFile;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.io.IOException;
import java.nio.file.Path;
import java.security.PublicKey;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The versions of a problem's tracks: the newest good one of each decides, recent ones can explain. A version that fails a
 * check is refused, counted and logged, and the last good one stays; what is served never goes backwards. Safe for use by
 * many threads.
 */
public final class PolicyStore implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(PolicyStore.class);
    private static final int RECENT = 64;

    private final ProblemFile file;
    private final Admission admission;
    private final PolicyDisk disk;
    private final Counter refused;
    private final Map<String, AtomicReference<@Nullable Served>> tracks = new ConcurrentHashMap<>();
    private final Map<String, Served> recent = new LinkedHashMap<>();
    private final ConcurrentLinkedQueue<Waiter> waiters = new ConcurrentLinkedQueue<>();
    private final PolicyReader reader;

    private record Waiter(String track, long transitions, CompletableFuture<Served> reached) {}

    private PolicyStore(ProblemFile file, Path folder, Map<String, PublicKey> keys, MeterRegistry meters) {
        this.file = file;
        this.admission = new Admission(file, keys);
        this.disk = new PolicyDisk(folder.resolve(file.name()));
        this.refused = meters.counter("weir.service.policies.refused", "problem", file.name());
        file.tracks().forEach(track -> {
            AtomicReference<@Nullable Served> served = new AtomicReference<>();
            tracks.put(track.name(), served);
            gauge(
                    meters,
                    "weir.service.policy.version",
                    track.name(),
                    served,
                    s -> s.version().n());
            gauge(
                    meters,
                    "weir.service.policy.epoch",
                    track.name(),
                    served,
                    s -> s.version().epoch());
            gauge(meters, "weir.service.policy.transitions", track.name(), served, Served::transitions);
        });
        this.reader = new PolicyReader(file, this);
    }

    /**
     * Begins with what is on disk, and follows the topic from then on.
     *
     * @param keys whose signatures are believed, by their ids; empty: none is asked for
     */
    public static PolicyStore start(ProblemFile file, Path folder, Map<String, PublicKey> keys, MeterRegistry meters) {
        PolicyStore store = new PolicyStore(file, folder, keys, meters);
        file.tracks().forEach(track -> store.load(track.name()));
        store.reader.start();
        return store;
    }

    /** The version of a track that decides now, or null. */
    public @Nullable Served served(String track) {
        AtomicReference<@Nullable Served> served = tracks.get(track);
        return served == null ? null : served.get();
    }

    /** A version, out of memory or else of the topic; empty if neither has it. */
    public Optional<Served> find(String track, PolicyVersion version, Duration atMost) {
        return known(track, version).or(() -> PolicyTopic.find(file, track, version, admission, atMost));
    }

    /** A version out of memory; empty if it is not one of the last. */
    public Optional<Served> known(String track, PolicyVersion version) {
        synchronized (recent) {
            return Optional.ofNullable(recent.get(track + "/" + version));
        }
    }

    /** Completes once the served version of a track has learned from so many transitions; cancel it to give up. */
    public CompletableFuture<Served> whenLearned(String track, long transitions) {
        Waiter waiter = new Waiter(track, transitions, new CompletableFuture<>());
        waiter.reached.whenComplete((served, failure) -> waiters.remove(waiter));
        waiters.add(waiter);
        tell(track);
        return waiter.reached;
    }

    /** True once everything that stood on the topic at the start has been seen, or if disk had the track that serves. */
    public boolean ready() {
        return reader.caughtUp() || served(file.serve()) != null;
    }

    /** True once the topic has been read to its end. */
    public boolean caughtUp() {
        return reader.caughtUp();
    }

    @Override
    public void close() {
        reader.close();
    }

    boolean knows(String track) {
        return tracks.containsKey(track);
    }

    /** Checks a version and lets it decide if it is newer than what does; false: refused. */
    boolean offer(Content content) {
        try {
            Served served = admission.admit(content);
            remember(served);
            if (swap(served)) {
                save(content);
                tell(served.track());
            }
            return true;
        } catch (RuntimeException e) {
            refuse(
                    content.manifest().getTrack() + " " + content.manifest().getEpoch() + "."
                            + content.manifest().getN(),
                    e);
            return false;
        }
    }

    /**
     * Stops serving, and forgets, what came from disk and does not stand on the topic: somebody made the topic anew, and a
     * version of the old one would be in front of all that come.
     *
     * @param published keys of manifests on the topic, with the hash of their content, or "" if that is not whole
     */
    void dropUnpublished(Map<String, String> published) {
        tracks.forEach((track, place) -> {
            Served served = place.get();
            if (served == null) {
                return;
            }
            PolicyVersion version = served.version();
            String sha256 = published.get("m/" + track + "/" + version.epoch() + "/" + version.n());
            if (sha256 == null || !sha256.isEmpty() && !sha256.equals(served.sha256())) {
                LOG.warn(
                        "problem {}: {} {} was served from disk, but {} does not hold it; it is dropped",
                        file.name(),
                        track,
                        version,
                        file.topics().policies());
                place.set(null);
                synchronized (recent) {
                    recent.remove(track + "/" + version);
                }
                drop(track);
            }
        });
    }

    private void drop(String track) {
        try {
            disk.drop(track);
        } catch (IOException e) {
            LOG.warn("problem {}: cannot delete the version of {} on disk: {}", file.name(), track, e.toString());
        }
    }

    void refuse(String what, RuntimeException why) {
        refused.increment();
        LOG.warn("problem {}: refused version {}: {}", file.name(), what, why.getMessage());
    }

    private boolean swap(Served served) {
        AtomicReference<@Nullable Served> place = tracks.get(served.track());
        Served before = place == null ? null : place.get();
        if (place == null || before != null && before.version().compareTo(served.version()) >= 0) {
            return false;
        }
        place.set(served); // only the reader's thread writes
        return true;
    }

    private void remember(Served served) {
        synchronized (recent) {
            recent.put(served.track() + "/" + served.version(), served);
            if (recent.size() > RECENT) {
                recent.remove(recent.keySet().iterator().next());
            }
        }
    }

    private void tell(String track) {
        Served served = served(track);
        for (Waiter waiter : waiters) {
            if (served != null && waiter.track.equals(track) && served.transitions() >= waiter.transitions) {
                waiter.reached.complete(served);
            }
        }
    }

    private void save(Content content) {
        try {
            disk.save(content);
        } catch (IOException e) {
            LOG.warn("problem {}: cannot keep the served version on disk: {}", file.name(), e.toString());
        }
    }

    private void load(String track) {
        try {
            Content content = disk.load(track);
            if (content != null) {
                Served served = admission.admit(content);
                remember(served);
                if (swap(served)) {
                    LOG.info("problem {}: {} {} from disk", file.name(), track, served.version());
                }
            }
        } catch (IOException | RuntimeException e) {
            refused.increment();
            LOG.warn("problem {}: cannot use the version of {} on disk: {}", file.name(), track, e.getMessage());
        }
    }

    private void gauge(
            MeterRegistry meters,
            String name,
            String track,
            AtomicReference<@Nullable Served> of,
            java.util.function.ToDoubleFunction<Served> value) {
        Gauge.builder(name, of, reference -> {
                    Served served = reference.get();
                    return served == null ? Double.NaN : value.applyAsDouble(served);
                })
                .tags("problem", file.name(), "track", track)
                .register(meters);
    }
}
