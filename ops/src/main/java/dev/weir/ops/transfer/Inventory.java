package dev.weir.ops.transfer;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/**
 * What an export holds, in {@code export.json} beside its files: so that one that is not whole is not taken for one that is.
 *
 * @param problem name
 * @param hash    of the problem file
 * @param parts   by name of the topic, without prefix
 */
record Inventory(String problem, String hash, Map<String, Part> parts) {
    static final String NAME = "export.json";

    /**
     * One topic's file.
     *
     * @param end offset after the last record
     */
    record Part(long records, long end, String sha256) {}

    void write(Path folder) throws IOException {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("problem", problem);
        json.put("problemHash", hash);
        Map<String, Object> files = new LinkedHashMap<>();
        parts.forEach((name, part) ->
                files.put(name, Map.of("records", part.records, "end", part.end, "sha256", part.sha256)));
        json.put("topics", files);
        String text = JsonMapper.builder()
                .enable(SerializationFeature.INDENT_OUTPUT)
                .enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS)
                .build()
                .writeValueAsString(json);
        Files.writeString(folder.resolve(NAME), text + "\n");
    }

    static Inventory read(Path folder) throws IOException {
        Path file = folder.resolve(NAME);
        if (!Files.isRegularFile(file)) {
            throw new IllegalArgumentException(
                    "--from: expected a folder that weir export wrote, with " + NAME + ", was " + folder);
        }
        JsonNode json = JsonMapper.shared().readTree(Files.readString(file));
        Map<String, Part> parts = new LinkedHashMap<>();
        json.get("topics").properties().forEach(e -> {
            JsonNode part = e.getValue();
            parts.put(
                    e.getKey(),
                    new Part(
                            part.get("records").asLong(),
                            part.get("end").asLong(),
                            part.get("sha256").asString()));
        });
        return new Inventory(
                json.get("problem").asString(), json.get("problemHash").asString(), parts);
    }

    static Path file(Path folder, String part) {
        return folder.resolve(part + ".avro");
    }

    static String sha256(Path file) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            byte[] buffer = new byte[1 << 16];
            for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
                digest.update(buffer, 0, n);
            }
            return HexFormat.of().formatHex(digest.digest());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
