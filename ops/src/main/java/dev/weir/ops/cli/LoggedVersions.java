package dev.weir.ops.cli;

import dev.weir.learner.rebuild.LogReader;
import dev.weir.learner.rebuild.Published;
import dev.weir.learner.rebuild.Rebuild;
import dev.weir.rl.decision.DecisionId;
import dev.weir.rl.decision.PolicyVersion;
import dev.weir.schemas.avro.PolicyManifest;
import dev.weir.schemas.problem.ProblemFile;
import dev.weir.service.index.Found;
import dev.weir.service.index.VersionAt;
import dev.weir.service.index.Whereabouts;
import dev.weir.service.policystore.Content;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Where a service said that a decision stands, and where versions stand by one's own look at the topic. */
final class LoggedVersions implements Whereabouts {
    private final ProblemFile file;
    private final Found found;
    private @Nullable Map<String, VersionAt> versions;

    LoggedVersions(ProblemFile file, Found found) {
        this.file = file;
        this.found = found;
    }

    @Override
    public Optional<Found> decision(DecisionId id) {
        return Optional.of(found);
    }

    @Override
    public Optional<VersionAt> version(String track, PolicyVersion version) {
        Map<String, VersionAt> all = versions;
        if (all == null) {
            all = read();
            versions = all;
        }
        VersionAt at = all.get(track + "/" + version.epoch() + "/" + version.n());
        return at == null || at.manifest() < 0 ? Optional.empty() : Optional.of(at);
    }

    private Map<String, VersionAt> read() {
        Map<String, VersionAt> all = new HashMap<>();
        LogReader.read(file, file.topics().policies(), 0, record -> {
            String key = record.key() == null ? "" : new String(record.key(), StandardCharsets.UTF_8);
            String version = key.length() < 2 ? "" : key.substring(2);
            if (key.startsWith("c/") && key.endsWith("/0") && record.value() != null) {
                all.put(version.substring(0, version.length() - 2), new VersionAt(record.offset(), -1));
            } else if (key.startsWith("m/") && record.value() != null) {
                VersionAt begun = all.get(version);
                all.put(version, new VersionAt(begun == null ? record.offset() : begun.first(), record.offset()));
            }
            return true;
        });
        return all;
    }

    /** A version whose chunks are gone, learned again from the log. */
    Optional<Content> again(String track, PolicyVersion version) {
        PolicyManifest manifest = Published.manifests(file, track).get(version.toString());
        return manifest == null
                ? Optional.empty()
                : Rebuild.content(file, track, version.epoch(), version.n())
                        .map(content -> new Content(manifest, content));
    }
}
