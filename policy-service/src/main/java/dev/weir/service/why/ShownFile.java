package dev.weir.service.why;

import dev.weir.schemas.avro.ProblemApplied;
import dev.weir.schemas.problem.ProblemFile;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** A problem file as it is shown to people: without its settings of Kafka, which may hold secrets. */
final class ShownFile {
    private static final int LEAST = 4;
    private static final Pattern SECRET = Pattern.compile("(?i)sasl\\.|ssl\\.|password|jaas");

    private ShownFile() {}

    /** Its text, or null if it cannot be told apart from its settings of Kafka. */
    static @Nullable String of(ProblemApplied applied, ProblemFile file) {
        if (!file.hash().equals(applied.getHash())) {
            return null; // nobody could read it
        }
        StringBuilder shown = new StringBuilder();
        boolean kafka = false;
        for (String line : applied.getYaml().split("\n", -1)) {
            boolean top = !line.isEmpty() && line.charAt(0) != ' ' && line.charAt(0) != '#' && line.charAt(0) != '}';
            if (top) {
                kafka = line.startsWith("kafka:") || line.startsWith("\"kafka\"") || line.startsWith("'kafka'");
                if (kafka) {
                    shown.append("# kafka: left out\n");
                }
            }
            if (!kafka) {
                shown.append(line).append('\n');
            }
        }
        String text = shown.toString().strip();
        boolean leaks = file.kafka().values().stream().anyMatch(v -> v.length() >= LEAST && text.contains(v))
                || SECRET.matcher(text).find();
        return leaks ? null : text;
    }
}
