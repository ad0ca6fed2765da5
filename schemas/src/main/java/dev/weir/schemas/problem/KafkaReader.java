package dev.weir.schemas.problem;

import dev.weir.schemas.problem.Node.Kind;
import dev.weir.schemas.problem.Node.Mapping;
import dev.weir.schemas.problem.Node.Scalar;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * Reads Kafka's own keys, as they are. Values are never shown and are no part of the file's hash: they say where Kafka is,
 * not what the problem is. A secret may stand in the file only as {@code ${file:/path}}, for the file goes on a topic.
 */
final class KafkaReader {
    private static final Pattern SECRET =
            Pattern.compile("(.*\\.)?(sasl\\.jaas\\.config|.*password|.*secret|ssl\\.keystore\\.key|.*\\.credentials)");

    private KafkaReader() {}

    static Map<String, String> read(Section root) {
        Map<String, String> kafka = new LinkedHashMap<>();
        Section section = root.section("kafka");
        flatten(section, "", section, kafka);
        return kafka;
    }

    /** {@code bootstrap: {servers: …}} means {@code bootstrap.servers}. */
    private static void flatten(Section section, String before, Section top, Map<String, String> kafka) {
        for (String key : section.keys()) {
            String whole = before + key;
            Node node = section.node(key);
            if (node instanceof Mapping m) {
                flatten(new Section(section.at(key), m, section.reading), whole + ".", top, kafka);
            } else if (!(node instanceof Scalar s) || s.kind() == Kind.NULL) {
                top.reading.find(top.at(whole), "(not shown)", "one value");
            } else if (SECRET.matcher(whole).matches() && !s.text().contains("${file:")) {
                top.reading.find(
                        top.at(whole),
                        "(not shown)",
                        "a reference like ${file:/run/secrets/kafka}, or the environment variable "
                                + Overrides.variable("kafka." + whole) + ": this file is put on a topic");
            } else {
                kafka.put(whole, s.text());
            }
        }
    }
}
