package dev.weir.schemas.problem;

import dev.weir.schemas.problem.Node.Mapping;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Reads problem files: the whole grammar, everything that is wrong at once. */
public final class ProblemFiles {
    private ProblemFiles() {}

    /** Everything that is wrong with a file, each with its key, value and expectation. */
    public static final class InvalidProblemException extends RuntimeException {
        private static final long serialVersionUID = 1;
        private final transient List<Finding> findings;

        InvalidProblemException(List<Finding> findings) {
            super(String.join("\n", findings.stream().map(Finding::toString).toList()));
            this.findings = List.copyOf(findings);
        }

        public List<Finding> findings() {
            return findings;
        }
    }

    /** One thing that is wrong. */
    public record Finding(String key, String value, String expected) {
        @Override
        public String toString() {
            return key + ": was " + value + ", expected " + expected;
        }
    }

    /** Reads and validates; environment variables {@code WEIR_...} in {@code environment} override keys. */
    public static ProblemFile read(Path file, Map<String, String> environment) {
        return read(text(file), environment);
    }

    /** Reads and validates the text of a file, with overrides, and looks whether files of secrets are there. */
    public static ProblemFile read(String yaml, Map<String, String> environment) {
        List<Finding> findings = new ArrayList<>();
        Mapping tree = tree(yaml, findings);
        boolean changed = Overrides.apply(tree, environment, findings);
        ProblemFile file = file(tree, changed ? NodeText.of(tree) : yaml, new Reading(findings));
        ProblemFile withKafka = file.withKafka(Overrides.kafka(environment, file.kafka()));
        List<Finding> missing = Secrets.missing(withKafka.kafka());
        if (!missing.isEmpty()) {
            throw new InvalidProblemException(missing);
        }
        return withKafka;
    }

    /** Reads and validates the text of a file. */
    public static ProblemFile parse(String yaml) {
        List<Finding> findings = new ArrayList<>();
        return file(tree(yaml, findings), yaml, new Reading(findings));
    }

    /** The settings of a valid file that differ from their defaults, by key path: its canonical form. */
    static SortedMap<String, String> settings(String yaml) {
        List<Finding> findings = new ArrayList<>();
        Reading reading = new Reading(findings);
        file(tree(yaml, findings), yaml, reading);
        return new TreeMap<>(reading.settings);
    }

    private static Mapping tree(String yaml, List<Finding> findings) {
        @Nullable Node node = YamlTree.read(yaml, findings);
        if (node instanceof Mapping mapping) {
            return mapping;
        }
        if (node != null) {
            findings.add(new Finding("(file)", node.shown(), "keys with values, beginning with problem:"));
        }
        throw new InvalidProblemException(findings);
    }

    private static ProblemFile file(Mapping tree, String yaml, Reading reading) {
        @Nullable ProblemFile file = ProblemReader.read(tree, yaml, reading);
        if (file == null) {
            throw new InvalidProblemException(reading.findings);
        }
        return file;
    }

    private static String text(Path file) {
        try {
            if (Files.size(file) > 4L * YamlTree.MAX_CHARACTERS) {
                throw invalid(file + " of " + Files.size(file) + " bytes", "at most " + YamlTree.MAX_CHARACTERS);
            }
            return Files.readString(file);
        } catch (CharacterCodingException e) {
            throw invalid(file + " with bytes that are no UTF-8", "UTF-8 text");
        } catch (IOException e) {
            throw invalid(file + " (" + e.getClass().getSimpleName() + ")", "a problem file that can be read");
        }
    }

    private static InvalidProblemException invalid(String value, String expected) {
        return new InvalidProblemException(List.of(new Finding("(file)", value, expected)));
    }
}
