package dev.weir.service.why;

import dev.weir.rl.decision.PolicyVersion;
import dev.weir.schemas.problem.ProblemFile;
import dev.weir.service.index.PositionReader;
import dev.weir.service.index.VersionAt;
import dev.weir.service.index.Whereabouts;
import dev.weir.service.policystore.Content;
import dev.weir.service.policystore.PolicyTopic;
import dev.weir.service.policystore.Reassembly;
import dev.weir.service.policystore.Served;
import java.security.PublicKey;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.common.TopicPartition;

/**
 * Published versions of any age, read from where they stand; those asked for lately are kept, up to a number of bytes. Safe
 * for use by many threads.
 */
public final class Versions {
    private static final long MOST_BYTES = 64L << 20;

    private final ProblemFile file;
    private final Whereabouts whereabouts;
    private final PositionReader reader;
    private final Map<String, PublicKey> keys;
    private final Elsewhere elsewhere;
    private final Known known;
    private final Map<String, Served> kept = new LinkedHashMap<>(16, 0.75f, true);
    private long keptBytes;

    /** Where a version's content may be had that is not on the topic any more. */
    @FunctionalInterface
    public interface Elsewhere {
        /** No place. */
        Elsewhere NOWHERE = (track, version) -> Optional.empty();

        Optional<Content> find(String track, PolicyVersion version);
    }

    /** Versions that are in memory anyway. */
    @FunctionalInterface
    public interface Known {
        /** None. */
        Known NONE = (track, version) -> Optional.empty();

        Optional<Served> find(String track, PolicyVersion version);
    }

    /** The same, looking into memory first for versions that decide by the present problem file. */
    Versions with(Known memory) {
        return new Versions(file, whereabouts, reader, keys, elsewhere, memory);
    }

    /** @param keys whose signatures are believed, by their ids; empty: none is asked for */
    public Versions(
            ProblemFile file,
            Whereabouts whereabouts,
            PositionReader reader,
            Map<String, PublicKey> keys,
            Elsewhere elsewhere) {
        this(file, whereabouts, reader, keys, elsewhere, Known.NONE);
    }

    private Versions(
            ProblemFile file,
            Whereabouts whereabouts,
            PositionReader reader,
            Map<String, PublicKey> keys,
            Elsewhere elsewhere,
            Known known) {
        this.known = known;
        this.file = file;
        this.whereabouts = whereabouts;
        this.reader = reader;
        this.keys = Map.copyOf(keys);
        this.elsewhere = elsewhere;
    }

    /**
     * A version, ready to decide by a problem file.
     *
     * @throws IllegalArgumentException if it cannot decide by it, or fails another check
     */
    Optional<Served> find(ProblemFile by, String track, PolicyVersion version) {
        String key = by.hash() + "/" + track + "/" + version;
        synchronized (kept) {
            Served before = kept.get(key);
            if (before != null) {
                return Optional.of(before);
            }
        }
        Optional<Served> inMemory = by.hash().equals(file.hash()) ? known.find(track, version) : Optional.empty();
        if (inMemory.isPresent()) {
            return inMemory;
        }
        Optional<Served> found = whereabouts
                .version(track, version)
                .flatMap(at -> content(track, version, at))
                .or(() -> elsewhere.find(track, version))
                .map(content -> PolicyTopic.admit(by, keys, content));
        found.ifPresent(served -> keep(key, served));
        return found;
    }

    private void keep(String key, Served served) {
        synchronized (kept) {
            if (kept.put(key, served) == null) {
                keptBytes += bytes(served);
            }
            var oldest = kept.values().iterator();
            while (keptBytes > MOST_BYTES && kept.size() > 1) {
                keptBytes -= bytes(oldest.next());
                oldest.remove();
            }
        }
    }

    private static long bytes(Served served) {
        return served.manifest().getContentBytes() + 1024;
    }

    private Optional<Content> content(String track, PolicyVersion version, VersionAt at) {
        Reassembly pieces = new Reassembly(track, version);
        reader.range(policies(), at.first(), at.manifest(), pieces::take);
        return pieces.content();
    }

    private TopicPartition policies() {
        return new TopicPartition(file.topics().policies(), 0);
    }
}
