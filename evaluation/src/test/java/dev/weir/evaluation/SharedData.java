package dev.weir.evaluation;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.zip.GZIPInputStream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;

/** Data and expected numbers that nobody of this project wrote; a test that asks for them is skipped where they are absent. */
public final class SharedData {
    private SharedData() {}

    /** Where the file lies. */
    public static Path path(String name) {
        Path path =
                Path.of(System.getProperty("weir.data", "../../shared/data")).resolve(name);
        assumeTrue(Files.exists(path), "skipped: no shared data at " + path);
        return path;
    }

    /** A JSON file. */
    public static JsonNode json(String name) {
        return new ObjectMapper().readTree(path(name).toFile());
    }

    /** Lines of a text file after its header, split at commas. */
    public static List<String[]> csv(String name) {
        Path path = path(name);
        try (var in = Files.newInputStream(path);
                var plain = name.endsWith(".gz") ? new GZIPInputStream(in) : in) {
            String text = new String(plain.readAllBytes(), StandardCharsets.UTF_8);
            return text.lines().skip(1).map(line -> line.split(",", -1)).toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
