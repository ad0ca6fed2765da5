package dev.weir.ops.cli;

import dev.weir.ops.evaluate.CsvColumns;
import dev.weir.ops.evaluate.EvaluationLog;
import dev.weir.ops.evaluate.Logs;
import dev.weir.ops.evaluate.TimeRange;
import dev.weir.schemas.problem.ProblemFile;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Which logged decisions are read. */
final class LogOptions {
    @Option(
            names = "--log",
            required = true,
            arity = "1..*",
            paramLabel = "TOPIC|FILE",
            description =
                    "transitions (the problem's topic), another topic, an Avro file as weir train --log writes it, or"
                            + " a table (.csv, .csv.gz, .parquet), or a DSJSON file of Vowpal Wabbit (.dsjson, .json, also .gz).")
    List<String> logs = new ArrayList<>();

    @Option(names = "--from-offset", defaultValue = "0", paramLabel = "N", description = "First offset of a topic.")
    long fromOffset;

    @Option(names = "--to-offset", paramLabel = "N", description = "Offset after the last (default: the end).")
    @Nullable
    Long toOffset;

    @Option(names = "--since", paramLabel = "TIME", description = "Decisions from then on, like 2026-01-31T12:00:00Z.")
    @Nullable
    String since;

    @Option(names = "--until", paramLabel = "TIME", description = "Decisions before then.")
    @Nullable
    String until;

    @Option(
            names = "--map",
            split = ",",
            paramLabel = "NAME=COLUMN",
            description =
                    "Columns of tables (and paths of DSJSON) whose names differ: action, propensity, reward, unit, time, step, terminal,"
                            + " truncated, baseline, features, and with episodes next.FEATURE.")
    Map<String, String> map = new LinkedHashMap<>();

    @Option(
            names = "--propensity-digits",
            defaultValue = "0",
            paramLabel = "N",
            description =
                    "Cuts propensities of CSV files after N decimals: 16 is what pandas reads (default: as they are).")
    int propensityDigits;

    @Option(
            names = "--reward",
            paramLabel = "FORMULA",
            description = "Over outcomes' metrics, in place of the problem's.")
    @Nullable
    String reward;

    EvaluationLog of(ProblemFile file) {
        TimeRange range = since == null && until == null ? TimeRange.ALL : TimeRange.parse(since, until);
        CsvColumns columns = new CsvColumns(map, propensityDigits);
        long to = toOffset == null ? Long.MAX_VALUE : toOffset;
        return new Logs(file, columns, range, reward, fromOffset, to).of(logs);
    }
}
