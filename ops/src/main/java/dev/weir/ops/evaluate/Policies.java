package dev.weir.ops.evaluate;

import dev.weir.rl.algorithm.Algorithms;
import dev.weir.schemas.problem.ProblemFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Finds the policies that are named on a command line. */
public final class Policies {
    private final ProblemFile file;

    /** Versions are looked up on the brokers of this problem. */
    public Policies(ProblemFile file) {
        this.file = file;
    }

    /**
     * The policy of a name.
     *
     * @param name {@code uniform, best-constant, baseline, champion}, a version like {@code 0.12} or {@code track@0.12}, a
     *             track, a file of a version's content, or a table in a file that ends in {@code .csv}
     */
    EvaluatedPolicy of(String name) {
        switch (name) {
            case "uniform":
                return new SimplePolicies.Uniform(name, file.decision());
            case "best-constant":
                return new BestConstant(name, file.decision());
            case "baseline":
                return new SimplePolicies.Baseline(name, file.decision());
            case "champion":
                return version(name, champion(), null);
            default:
                break;
        }
        List<String> tracks =
                file.tracks().stream().map(ProblemFile.Track::name).toList();
        int at = name.indexOf('@');
        if (tracks.contains(name)) {
            return version(name, name, null);
        } else if (at > 0 && tracks.contains(name.substring(0, at))) {
            return version(name, name.substring(0, at), name.substring(at + 1));
        } else if (name.matches("\\d+\\.\\d+")) {
            return version(name, champion(), name);
        }
        Path path = Path.of(name);
        if (!Files.isRegularFile(path)) {
            throw new IllegalArgumentException(
                    "--policy must be uniform, best-constant, baseline, champion, a version like"
                            + " 0.12 or track@0.12, one of the tracks " + tracks + ", or a file; was '" + name + "'");
        }
        return name.endsWith(".csv") ? new TablePolicy(name, path, file.decision()) : content(name, path);
    }

    private String champion() {
        return file.tracks().stream().anyMatch(t -> t.name().equals(file.serve()))
                ? file.serve()
                : file.tracks().get(0).name();
    }

    private EvaluatedPolicy version(String name, String track, @Nullable String number) {
        VersionContent.Version version = VersionContent.read(file, track, number);
        String note =
                track + "@" + version.version() + ", " + version.manifest().getAlgorithm() + ", learned from "
                        + version.manifest().getTransitions() + " transitions up to offset "
                        + version.manifest().getProvenance().getNextOffset()
                        + "; rows that it learned from flatter it: evaluate from that offset on";
        return new SimplePolicies.Version(name, Algorithms.read(version.content(), file.decision()), note);
    }

    private EvaluatedPolicy content(String name, Path path) {
        try {
            return new SimplePolicies.Version(name, Algorithms.read(Files.readAllBytes(path), file.decision()), null);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("policy " + name + ": " + e.getMessage(), e);
        }
    }
}
