package dev.weir.ops.train;

import dev.weir.learner.publish.Publication;
import dev.weir.schemas.problem.ProblemFile;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What {@code weir train} says at its end. */
final class TrainReport {
    private TrainReport() {}

    static Map<String, Object> of(
            ProblemFile file, String track, Pupil pupil, double seconds, List<Map<String, Object>> history) {
        Publication last = pupil.last();
        Map<String, Object> report = new LinkedHashMap<>();
        report.put("problem", file.name());
        report.put("track", track);
        report.put("algorithm", last.manifest().getAlgorithm());
        report.put("seed", file.track(track).seed());
        report.put("transitions", pupil.transitions());
        report.put("refused", pupil.refused());
        report.put("versions", pupil.versions());
        report.put(
                "lastVersion",
                Map.of(
                        "version",
                                last.manifest().getEpoch() + "."
                                        + last.manifest().getN(),
                        "transitions", last.manifest().getTransitions(),
                        "sha256", last.manifest().getContentSha256(),
                        "stateSha256", last.manifest().getStateSha256()));
        report.put("transitionsPerSecond", Math.round(pupil.transitions() / seconds));
        report.put("metrics", last.manifest().getProvenance().getMetrics());
        if (!history.isEmpty()) {
            report.put("greedy", history.get(history.size() - 1));
            report.put("history", history);
        }
        return report;
    }
}
