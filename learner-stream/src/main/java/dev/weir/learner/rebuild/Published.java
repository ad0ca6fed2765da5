package dev.weir.learner.rebuild;

import dev.weir.schemas.avro.PolicyManifest;
import dev.weir.schemas.problem.ProblemFile;
import java.util.Map;

/** What a track has published so far. */
public final class Published {
    private Published() {}

    /** Manifests by version like "0.12", oldest first. */
    public static Map<String, PolicyManifest> manifests(ProblemFile file, String track) {
        return LogReader.manifests(file, track);
    }

    /** The offset after the last record of {@code transitions} now. */
    public static long end(ProblemFile file) {
        return LogReader.end(file);
    }
}
