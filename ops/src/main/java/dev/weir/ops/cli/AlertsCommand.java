package dev.weir.ops.cli;

import dev.weir.ops.alert.AlertJson;
import dev.weir.ops.alert.AlertLog;
import dev.weir.schemas.avro.Alert;
import dev.weir.schemas.avro.AlertState;
import dev.weir.schemas.problem.ProblemFile;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code weir alerts}. */
@Command(name = "alerts", mixinStandardHelpOptions = true, description = "Look at what drifts and what was told of it.")
final class AlertsCommand {
    @Command(
            name = "list",
            mixinStandardHelpOptions = true,
            description = "Alerts that fire. Exit code 1 if there are any.")
    int list(
            @Mixin ProblemOptions kafka,
            @Mixin Output out,
            @Option(names = "--all", description = "Every record that the topic still has, ended ones too.")
                    boolean all,
            @Parameters(paramLabel = "FILE", description = "A problem file.") Path path) {
        ProblemFile file = kafka.read(path);
        List<Alert> records = AlertLog.all(file);
        List<Alert> shown = all ? records : new ArrayList<>(AlertLog.latest(records));
        if (!all) {
            shown.removeIf(a -> a.getState() != AlertState.FIRING);
        }
        List<Map<String, @Nullable Object>> rows = new ArrayList<>();
        for (Alert alert : shown) {
            rows.add(out.format == Output.Format.JSON ? AlertJson.of(alert) : row(alert));
        }
        out.rows(rows);
        return !all && !shown.isEmpty() ? Main.NO : 0;
    }

    private static Map<String, @Nullable Object> row(Alert alert) {
        Map<String, @Nullable Object> row = new LinkedHashMap<>();
        row.put("time", Instant.ofEpochMilli(alert.getTime()).toString());
        row.put("state", alert.getState().name().toLowerCase(Locale.ROOT));
        row.put("alert", alert.getName());
        row.put("scope", alert.getScope());
        row.put("severity", alert.getSeverity());
        row.put("baseline", String.format(Locale.ROOT, "%.4g", alert.getBaseline()));
        row.put("current", String.format(Locale.ROOT, "%.4g", alert.getCurrent()));
        row.put("action", alert.getAction());
        return row;
    }
}
