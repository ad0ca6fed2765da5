package dev.weir.ops.evaluate;

import java.io.BufferedReader;
import java.io.EOFException;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.GZIPInputStream;
import org.jspecify.annotations.Nullable;

/**
 * A file of comma-separated values with a header (RFC 4180, a value on one line), compressed where its name ends in
 * {@code .gz}. Confined to one thread.
 */
final class CsvFile implements TableFile {
    private final Path file;
    private final Counted counted;
    private final double size;
    private final BufferedReader reader;
    private final List<String> header;
    private long line = 1;

    CsvFile(Path file) {
        this.file = file;
        try {
            this.size = Math.max(1, Files.size(file));
            this.counted = new Counted(Files.newInputStream(file));
            InputStream in = file.toString().endsWith(".gz") ? new GZIPInputStream(counted, 1 << 16) : counted;
            this.reader = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8), 1 << 16);
            String first = reader.readLine();
            if (first == null) {
                throw new IllegalArgumentException(file.getFileName() + ": expected a header line, was empty");
            }
            this.header = split(first.startsWith("\uFEFF") ? first.substring(1) : first);
        } catch (IOException e) {
            throw unreadable(e);
        }
    }

    @Override
    public List<String> header() {
        return header;
    }

    @Override
    public @Nullable List<String> next() {
        try {
            line++;
            String text = reader.readLine();
            if (text == null || text.isEmpty() && !reader.ready()) {
                return null;
            }
            List<String> values = split(text);
            if (values.size() != header.size()) {
                throw new IllegalArgumentException(where() + ": expected " + header.size()
                        + " values as in the header, had " + values.size() + "; is the file cut off?");
            }
            return values;
        } catch (IOException e) {
            throw unreadable(e);
        }
    }

    @Override
    public String where() {
        return file.getFileName() + " line " + line;
    }

    @Override
    public double progress() {
        return counted.bytes / size;
    }

    private IllegalArgumentException unreadable(IOException e) {
        String why = e instanceof EOFException ? "the file is cut off" : String.valueOf(e.getMessage());
        return new IllegalArgumentException(where() + " cannot be read: " + why, e);
    }

    static List<String> split(String line) {
        List<String> values = new ArrayList<>();
        if (line.indexOf('"') < 0) {
            int from = 0;
            for (int at = line.indexOf(','); at >= 0; at = line.indexOf(',', from)) {
                values.add(line.substring(from, at));
                from = at + 1;
            }
            values.add(line.substring(from));
            return values;
        }
        StringBuilder value = new StringBuilder();
        boolean quoted = false;
        for (int i = 0; i < line.length(); i++) {
            char c = line.charAt(i);
            if (c == '"') {
                if (quoted && i + 1 < line.length() && line.charAt(i + 1) == '"') {
                    value.append(c);
                    i++;
                } else {
                    quoted = !quoted;
                }
            } else if (c == ',' && !quoted) {
                values.add(value.toString());
                value.setLength(0);
            } else {
                value.append(c);
            }
        }
        values.add(value.toString());
        return values;
    }

    @Override
    public void close() {
        try {
            reader.close();
        } catch (IOException e) {
            throw unreadable(e);
        }
    }

    private static final class Counted extends FilterInputStream {
        private long bytes;

        Counted(InputStream in) {
            super(in);
        }

        @Override
        public int read(byte[] to, int from, int most) throws IOException {
            int read = super.read(to, from, most);
            bytes += Math.max(0, read);
            return read;
        }
    }
}
