package dev.weir.ops.evaluate;

import blue.strategic.parquet.Hydrator;
import blue.strategic.parquet.ParquetReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.parquet.column.ColumnDescriptor;
import org.apache.parquet.hadoop.metadata.BlockMetaData;
import org.apache.parquet.hadoop.metadata.ParquetMetadata;
import org.jspecify.annotations.Nullable;

/**
 * A Parquet file of columns that hold single values; those of lists are left out. Numbers are told by the shortest text that
 * means them, so nothing is lost. Confined to one thread.
 */
final class ParquetFile implements TableFile {
    private final Path file;
    private final List<String> header = new ArrayList<>();
    private final double rows;
    private final Stream<List<String>> stream;
    private final Iterator<List<String>> iterator;
    private long row = -1;

    ParquetFile(Path file) {
        this.file = file;
        Map<String, Integer> places = new HashMap<>();
        try {
            ParquetMetadata metadata = ParquetReader.readMetadata(file.toFile());
            for (ColumnDescriptor column :
                    metadata.getFileMetaData().getSchema().getColumns()) {
                if (column.getMaxRepetitionLevel() == 0) {
                    places.put(String.join(".", column.getPath()), header.size());
                    header.add(String.join(".", column.getPath()));
                }
            }
            this.rows = Math.max(
                    1,
                    metadata.getBlocks().stream()
                            .mapToLong(BlockMetaData::getRowCount)
                            .sum());
            this.stream = ParquetReader.streamContent(file.toFile(), new Rows(places));
            this.iterator = stream.iterator();
        } catch (IOException | RuntimeException e) {
            throw unreadable(e);
        }
    }

    /** Gathers the values of a row. */
    private record Rows(Map<String, Integer> places) implements Hydrator<String[], List<String>, String[]> {
        @Override
        public String[] start() {
            String[] row = new String[places.size()];
            Arrays.fill(row, "");
            return row;
        }

        @Override
        public String[] add(String[] row, String[] path, @Nullable Object value) {
            Integer place = places.get(String.join(".", path));
            if (place != null && value != null) {
                row[place] = value.toString();
            }
            return row;
        }

        @Override
        public List<String> finish(String[] row) {
            return Arrays.asList(row);
        }
    }

    @Override
    public List<String> header() {
        return header;
    }

    @Override
    public @Nullable List<String> next() {
        try {
            row++;
            return iterator.hasNext() ? iterator.next() : null;
        } catch (RuntimeException e) {
            throw unreadable(e);
        }
    }

    @Override
    public String where() {
        return file.getFileName() + " row " + Math.max(0, row);
    }

    @Override
    public double progress() {
        return row / rows;
    }

    private IllegalArgumentException unreadable(Exception e) {
        return new IllegalArgumentException(
                where() + " cannot be read, the file is cut off or no Parquet file: " + e.getMessage(), e);
    }

    @Override
    public void close() {
        stream.close();
    }
}
