package dev.weir.ops.evaluate;

import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A file of rows with named columns, read once from its beginning. Confined to one thread. */
interface TableFile extends AutoCloseable {
    /** By the file's name: {@code .parquet}, else CSV. */
    static TableFile open(Path file) {
        return file.toString().endsWith(".parquet") ? new ParquetFile(file) : new CsvFile(file);
    }

    /** Names of the columns. */
    List<String> header();

    /** Place of a column; −1: there is none. */
    default int column(String name) {
        return header().indexOf(name);
    }

    /** The next row's values, or null at the end. */
    @Nullable
    List<String> next();

    /** Where the last row stands, for people. */
    String where();

    /** Share of the file that was read. */
    double progress();

    @Override
    void close();
}
