package dev.weir.schemas.problem;

import dev.weir.schemas.problem.ProblemFiles.Finding;
import dev.weir.schemas.topic.KafkaSettings;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;

/** Looks whether the files that {@code ${file:/path}} names are there; their content is read when a client is made. */
final class Secrets {
    private Secrets() {}

    static List<Finding> missing(Map<String, String> kafka) {
        List<Finding> findings = new ArrayList<>();
        kafka.forEach((key, value) -> {
            Matcher matcher = KafkaSettings.FILE.matcher(value);
            while (matcher.find()) {
                if (!Files.isReadable(Path.of(matcher.group(1)))) {
                    findings.add(new Finding("kafka." + key, matcher.group(), "a file that can be read"));
                }
            }
        });
        return findings;
    }
}
