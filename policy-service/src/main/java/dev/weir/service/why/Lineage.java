package dev.weir.service.why;

import dev.weir.rl.decision.PolicyVersion;
import dev.weir.schemas.avro.PolicyManifest;
import dev.weir.schemas.problem.ProblemFile;
import dev.weir.schemas.wire.Codec;
import dev.weir.service.index.PositionReader;
import dev.weir.service.index.Where;
import dev.weir.service.index.Whereabouts;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Manifests of versions and of those they came from; those asked for lately are kept. Safe for use by many threads. */
final class Lineage {
    private static final int ANCESTORS = 8;
    private static final int KEPT = 1024;
    private static final Codec<PolicyManifest> MANIFESTS = Codec.of(PolicyManifest.class);

    private final ProblemFile file;
    private final Whereabouts whereabouts;
    private final PositionReader reader;
    private final Map<String, PolicyManifest> kept = new LinkedHashMap<>(16, 0.75f, true);

    Lineage(ProblemFile file, Whereabouts whereabouts, PositionReader reader) {
        this.file = file;
        this.whereabouts = whereabouts;
        this.reader = reader;
    }

    /** A version's manifest and those of the versions it came from, as far as they are known, the latest first. */
    List<PolicyManifest> of(String track, PolicyVersion version) {
        List<PolicyManifest> all = new ArrayList<>();
        Optional<PolicyManifest> next = manifest(track, version);
        while (next.isPresent() && all.size() < ANCESTORS) {
            PolicyManifest manifest = next.get();
            all.add(manifest);
            String parent = manifest.getProvenance().getParent();
            next = parent == null || manifest.getN() == 0
                    ? Optional.empty()
                    : manifest(track, new PolicyVersion(manifest.getEpoch(), manifest.getN() - 1))
                            .filter(m -> m.getContentSha256().equals(parent));
        }
        return all;
    }

    private Optional<PolicyManifest> manifest(String track, PolicyVersion version) {
        String key = track + "/" + version;
        synchronized (kept) {
            PolicyManifest before = kept.get(key);
            if (before != null) {
                return Optional.of(before);
            }
        }
        Optional<PolicyManifest> found = read(track, version);
        found.ifPresent(manifest -> keep(key, manifest));
        return found;
    }

    private void keep(String key, PolicyManifest manifest) {
        synchronized (kept) {
            kept.put(key, manifest);
            if (kept.size() > KEPT) {
                kept.remove(kept.keySet().iterator().next());
            }
        }
    }

    private Optional<PolicyManifest> read(String track, PolicyVersion version) {
        return whereabouts
                .version(track, version)
                .flatMap(at -> reader.read(new Where(file.topics().policies(), 0, at.manifest())))
                .filter(record -> record.value() != null)
                .map(record -> MANIFESTS.decode(record.value()));
    }
}
