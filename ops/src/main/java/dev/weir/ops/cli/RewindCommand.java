package dev.weir.ops.cli;

import dev.weir.learner.rebuild.Published;
import dev.weir.rl.decision.PolicyVersion;
import dev.weir.schemas.avro.LearnerCommand;
import dev.weir.schemas.avro.PolicyManifest;
import dev.weir.schemas.problem.ProblemFile;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code weir rewind}. */
@Command(
        name = "rewind",
        mixinStandardHelpOptions = true,
        description = {
            "Take poisoned transitions out of a track: it goes on as if they had never come, in a new epoch.",
            "What is learned again is read from the log, so weir verify gives the same."
        })
final class RewindCommand implements Callable<Integer> {
    @Mixin
    LearnerCommands.Order order = new LearnerCommands.Order();

    @Option(
            names = "--to",
            paramLabel = "VERSION",
            required = true,
            description = "The last good version, like 0.12: without --skip everything after it is left out.")
    String to = "";

    @Option(
            names = "--skip",
            paramLabel = "FROM..TO",
            description = "Offsets of transitions to leave out, from the first to before the second.")
    @Nullable
    String skip;

    @Override
    public Integer call() {
        ProblemFile file = order.file();
        Map<String, PolicyManifest> manifests = Published.manifests(file, order.track(file));
        PolicyManifest good = manifests.get(PolicyVersion.parse(to).toString());
        if (good == null) {
            System.err.println("weir: track " + order.track(file) + " has no version " + to);
            return Main.NO;
        }
        long from = good.getProvenance().getNextOffset();
        long before = Published.end(file);
        if (skip != null) {
            long[] given = offsets(skip);
            if (given[0] < from || given[1] > before) {
                throw new IllegalArgumentException("--skip must lie from " + from + " (where version " + to
                        + " ends) to " + before + " (where the log ends), was " + skip);
            }
            from = given[0];
            before = given[1];
        }
        order.give(LearnerCommand.REWIND, file, to, from, before);
        System.out.println("transitions " + from + " to " + (before - 1) + " are left out; weir policies list shows the"
                + " new epoch once it is learned");
        return 0;
    }

    private static long[] offsets(String text) {
        String[] parts = text.split("\\.\\.", -1);
        try {
            long[] offsets = {Long.parseLong(parts[0]), Long.parseLong(parts.length == 2 ? parts[1] : "")};
            if (offsets[0] >= 0 && offsets[0] < offsets[1]) {
                return offsets;
            }
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException("--skip must be like 1200..3400, was '" + text + "'", e);
        }
        throw new IllegalArgumentException("--skip must be like 1200..3400, was '" + text + "'");
    }
}
