package dev.weir.schemas.problem;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** Reads problem files. */
public final class ProblemFiles {
    private ProblemFiles() {}

    /** Everything that is wrong with a file, each with its key, value and expectation. */
    public static final class InvalidProblemException extends RuntimeException {
        private static final long serialVersionUID = 1;
        private final List<Finding> findings;

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
        throw new UnsupportedOperationException("room schemas");
    }

    /** Reads and validates the text of a file. */
    public static ProblemFile parse(String yaml) {
        throw new UnsupportedOperationException("room schemas");
    }
}
