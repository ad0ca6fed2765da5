package dev.weir.ops.cli;

import dev.weir.learner.rebuild.Rebuild;
import dev.weir.learner.rebuild.Rebuild.Verdict;
import dev.weir.schemas.problem.ProblemFile;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code weir verify}. */
@Command(
        name = "verify",
        mixinStandardHelpOptions = true,
        description = "Learn published versions again from the log and compare bytes.")
final class VerifyCommand implements Callable<Integer> {
    @Parameters(index = "0", paramLabel = "FILE", description = "A problem file.")
    Path file = Path.of("");

    @Parameters(
            index = "1",
            arity = "0..1",
            paramLabel = "VERSION",
            description = "Show this version alone, like 0.12.")
    @Nullable
    String version;

    @Option(names = "--track", paramLabel = "NAME", description = "By default every track.")
    @Nullable
    String track;

    @Mixin
    ProblemOptions kafka = new ProblemOptions();

    @Mixin
    Output out = new Output();

    @Override
    public Integer call() {
        ProblemFile problem = kafka.read(file);
        boolean equal = true;
        List<Map<String, Object>> json = new ArrayList<>();
        List<String> lines = new ArrayList<>();
        for (ProblemFile.Track one : problem.tracks()) {
            if (track == null || track.equals(one.name())) {
                equal &= verify(problem, one.name(), json, lines);
            }
        }
        out.one(json, lines);
        return equal ? 0 : Main.NO;
    }

    private boolean verify(ProblemFile problem, String name, List<Map<String, Object>> json, List<String> lines) {
        Rebuild.Report report = Rebuild.all(problem, name, n -> System.err.print("\r" + n + " records"));
        List<Rebuild.Line> shown = report.lines().stream()
                .filter(l -> version == null || l.version().equals(version))
                .toList();
        if (shown.isEmpty()) {
            lines.add(name + ": no version" + (version == null ? " was published" : " " + version));
            return false;
        }
        for (Rebuild.Line line : shown) {
            Map<String, Object> row = new LinkedHashMap<>();
            row.put("track", name);
            row.put("version", line.version());
            row.put("verdict", line.verdict().name().toLowerCase(Locale.ROOT).replace('_', '-'));
            row.put("published", line.published());
            row.put("rebuilt", String.valueOf(line.rebuilt()));
            row.put("detail", line.detail());
            json.add(row);
            if (version != null || line.verdict() != Verdict.EQUAL) {
                lines.add(name + " " + row.get("version") + ": " + row.get("verdict") + " " + line.detail());
            }
        }
        long equal = shown.stream().filter(l -> l.verdict() == Verdict.EQUAL).count();
        Rebuild.Line last = shown.get(shown.size() - 1);
        lines.add(String.format(
                "%s: %d of %d versions equal, from %d records; %s is %s",
                name, equal, shown.size(), report.records(), last.version(), last.published()));
        return equal > 0 && shown.stream().noneMatch(l -> l.verdict() == Verdict.DIFFERS);
    }
}
