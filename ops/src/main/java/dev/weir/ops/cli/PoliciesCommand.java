package dev.weir.ops.cli;

import dev.weir.learner.rebuild.Published;
import dev.weir.rl.decision.PolicyVersion;
import dev.weir.schemas.avro.PolicyManifest;
import dev.weir.schemas.problem.ProblemFile;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code weir policies}. */
@Command(name = "policies", mixinStandardHelpOptions = true, description = "Look at published versions.")
final class PoliciesCommand {
    @Command(name = "list", mixinStandardHelpOptions = true, description = "Versions of every track, newest last.")
    int list(
            @Mixin ProblemOptions kafka,
            @Mixin Output out,
            @Option(names = "--last", paramLabel = "N", defaultValue = "20", description = "So many a track.") int last,
            @Parameters(paramLabel = "FILE", description = "A problem file.") Path path) {
        ProblemFile file = kafka.read(path);
        List<Map<String, @Nullable Object>> rows = new ArrayList<>();
        for (ProblemFile.Track track : file.tracks()) {
            List<PolicyManifest> all =
                    new ArrayList<>(Published.manifests(file, track.name()).values());
            all.subList(Math.max(0, all.size() - last), all.size()).forEach(m -> rows.add(row(m)));
        }
        out.rows(rows);
        return 0;
    }

    @Command(name = "show", mixinStandardHelpOptions = true, description = "Everything about one version.")
    int show(
            @Mixin ProblemOptions kafka,
            @Mixin Output out,
            @Parameters(index = "0", paramLabel = "FILE", description = "A problem file.") Path path,
            @Parameters(index = "1", paramLabel = "VERSION", description = "Like 0.12.") String version,
            @Option(names = "--track", paramLabel = "NAME", description = "By default the one that serves.") @Nullable
                    String track) {
        ProblemFile file = kafka.read(path);
        String name = track == null ? file.serve() : track;
        PolicyManifest manifest =
                Published.manifests(file, name).get(PolicyVersion.parse(version).toString());
        if (manifest == null) {
            System.err.println("weir: track " + name + " has no version " + version);
            return Main.NO;
        }
        Map<String, @Nullable Object> row = row(manifest);
        row.put("stateSha256", manifest.getStateSha256());
        row.put("provenanceSha256", manifest.getProvenanceSha256());
        row.put("bytes", manifest.getContentBytes());
        row.put("chunks", manifest.getChunks());
        row.put("parent", manifest.getProvenance().getParent());
        row.put("firstOffset", manifest.getProvenance().getFirstOffset());
        row.put("nextOffset", manifest.getProvenance().getNextOffset());
        row.put("problemHash", manifest.getProvenance().getProblemHash());
        row.put("learnerSemantics", manifest.getProvenance().getLearnerSemantics());
        row.put("kernel", manifest.getProvenance().getKernel());
        row.put("metrics", new TreeMap<>(manifest.getProvenance().getMetrics()));
        List<String> lines = new ArrayList<>();
        row.forEach((key, value) -> lines.add(String.format("%-18s %s", key, value)));
        out.one(row, lines);
        return 0;
    }

    private static Map<String, @Nullable Object> row(PolicyManifest m) {
        Map<String, @Nullable Object> row = new LinkedHashMap<>();
        row.put("track", m.getTrack());
        row.put("version", m.getEpoch() + "." + m.getN());
        row.put("transitions", m.getTransitions());
        row.put("published", Instant.ofEpochMilli(m.getTime()).toString());
        row.put("algorithm", m.getAlgorithm());
        row.put("sha256", m.getContentSha256());
        return row;
    }
}
