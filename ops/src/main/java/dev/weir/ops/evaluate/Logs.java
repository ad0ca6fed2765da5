package dev.weir.ops.evaluate;

import dev.weir.ops.dsjson.Dsjson;
import dev.weir.schemas.problem.ProblemFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Finds the logs that are named on a command line.
 *
 * @param reward     formula in place of the problem's, or null
 * @param fromOffset first offset of topics
 * @param toOffset   offset after the last
 */
public record Logs(
        ProblemFile file,
        CsvColumns columns,
        TimeRange range,
        @Nullable String reward,
        long fromOffset,
        long toOffset) {

    /** One log of all, in the order in which they are named. */
    public EvaluationLog of(List<String> names) {
        List<EvaluationLog> logs = names.stream().map(this::one).toList();
        return logs.size() == 1 ? logs.get(0) : new JoinedLog(logs);
    }

    private EvaluationLog one(String name) {
        Path path = Path.of(name);
        TransitionRows rows = new TransitionRows(file, reward == null ? null : new Rescored(file, reward), range);
        if (Files.isRegularFile(path)) {
            if (name.matches(".*\\.(dsjson|json|jsonl)(\\.gz)?")) {
                return new DsjsonLog(path, new Dsjson(file, columns.map()), rows);
            } else if (!name.matches(".*\\.(csv|csv\\.gz|parquet)")) {
                return new AvroLog(path, rows);
            } else if (reward != null) {
                throw new IllegalArgumentException(
                        "--reward needs outcomes, which transitions have (Avro, topics); name the column: --map reward=COLUMN");
            }
            return new CsvLog(path, columns, file, range);
        }
        if (name.contains("/")
                || name.endsWith(".avro")
                || name.endsWith(".csv")
                || name.endsWith(".gz")
                || name.endsWith(".parquet")) {
            throw new IllegalArgumentException("--log: there is no file " + name);
        }
        String topic = name.equals("transitions") ? file.topics().transitions() : name;
        return new TopicLog(file, topic, rows, fromOffset, toOffset);
    }
}
