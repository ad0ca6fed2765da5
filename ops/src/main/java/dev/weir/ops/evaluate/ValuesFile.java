package dev.weir.ops.evaluate;

import java.nio.file.Path;
import java.util.List;

/** A reward model's values in a CSV file, a line a row of the log and a number an allowed action. Confined to one thread. */
final class ValuesFile implements AutoCloseable {
    private final CsvFile file;

    ValuesFile(Path path) {
        file = new CsvFile(path);
    }

    double[] next(LogRow row, int allowed) {
        List<String> line = file.next();
        if (line == null) {
            throw new IllegalArgumentException(row.where() + ": " + file.where() + " of --values is past its end");
        }
        if (line.size() < allowed) {
            throw new IllegalArgumentException(
                    file.where() + " of --values: expected " + allowed + " numbers, one an action, had " + line.size());
        }
        try {
            return line.stream().limit(allowed).mapToDouble(Double::parseDouble).toArray();
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException(file.where() + " of --values: " + e.getMessage(), e);
        }
    }

    @Override
    public void close() {
        file.close();
    }
}
