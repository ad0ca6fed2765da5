package dev.weir.ops.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import tools.jackson.databind.ObjectMapper;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/** How an answer is printed: {@code -o table} for people, {@code -o json} for programs. */
final class Output {
    private static final ObjectMapper JSON =
            JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

    enum Format {
        TABLE,
        JSON
    }

    @Option(
            names = {"-o", "--output"},
            paramLabel = "json|table",
            defaultValue = "table",
            description = "json or table (default: ${DEFAULT-VALUE}).")
    Format format = Format.TABLE;

    /** Prints rows, each a value by column. */
    void rows(List<Map<String, @Nullable Object>> rows) {
        if (format == Format.JSON) {
            System.out.println(JSON.writeValueAsString(rows));
        } else if (!rows.isEmpty()) {
            table(rows);
        }
    }

    /** Prints one object: as JSON, or as the lines given. */
    void one(Object json, List<String> lines) {
        if (format == Format.JSON) {
            System.out.println(JSON.writeValueAsString(json));
        } else {
            lines.forEach(System.out::println);
        }
    }

    private static void table(List<Map<String, @Nullable Object>> rows) {
        List<String> columns = new ArrayList<>(rows.get(0).keySet());
        int[] widths = columns.stream().mapToInt(String::length).toArray();
        for (Map<String, @Nullable Object> row : rows) {
            for (int c = 0; c < widths.length; c++) {
                widths[c] = Math.max(widths[c], cell(row, columns.get(c)).length());
            }
        }
        StringBuilder text = new StringBuilder();
        for (int c = 0; c < widths.length; c++) {
            text.append(padded(columns.get(c), widths[c]));
        }
        text.append('\n');
        for (Map<String, @Nullable Object> row : rows) {
            for (int c = 0; c < widths.length; c++) {
                text.append(padded(cell(row, columns.get(c)), widths[c]));
            }
            text.append('\n');
        }
        System.out.print(text.toString().replaceAll("(?m) +$", ""));
    }

    private static String cell(Map<String, @Nullable Object> row, String column) {
        Object value = row.get(column);
        return value == null ? "" : value.toString();
    }

    private static String padded(String text, int width) {
        return text + " ".repeat(width - text.length() + 2);
    }
}
