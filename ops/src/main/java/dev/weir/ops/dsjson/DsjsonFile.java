package dev.weir.ops.dsjson;

import java.io.BufferedReader;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import java.util.zip.GZIPInputStream;

/** Events of a DSJSON file, {@code .gz} too, by line. */
final class DsjsonFile {
    private DsjsonFile() {}

    /**
     * Reads all events.
     *
     * @param each hears where an event stands, and the event
     * @return lines that gave none, by reason
     * @throws IllegalArgumentException naming the line
     */
    static Map<String, Long> read(Path file, BiConsumer<String, Event> each) {
        Map<String, Long> skipped = new TreeMap<>();
        EventParser parser = new EventParser();
        long number = 0;
        try (InputStream raw = Files.newInputStream(file);
                InputStream in = file.toString().endsWith(".gz") ? new GZIPInputStream(raw, 1 << 16) : raw;
                BufferedReader reader =
                        new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8), 1 << 16)) {
            for (String line = reader.readLine(); line != null; line = reader.readLine()) {
                number++;
                if (!line.isBlank()) {
                    String where = file.getFileName() + " line " + number;
                    Event event = event(parser, where, line);
                    if (event == null) {
                        skipped.merge(parser.skipped(), 1L, Long::sum);
                    } else {
                        each.accept(where, event);
                    }
                }
            }
        } catch (IOException e) {
            String why = e instanceof EOFException ? "the file is cut off" : String.valueOf(e.getMessage());
            throw new IllegalArgumentException(
                    file.getFileName() + " line " + (number + 1) + " cannot be read: " + why, e);
        }
        return skipped;
    }

    private static @org.jspecify.annotations.Nullable Event event(EventParser parser, String where, String line) {
        try {
            return parser.parse(line);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(where + ": " + e.getMessage(), e);
        }
    }
}
