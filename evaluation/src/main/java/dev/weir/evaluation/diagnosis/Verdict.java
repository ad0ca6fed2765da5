package dev.weir.evaluation.diagnosis;

import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Whether to believe an evaluation, and why not.
 *
 * @param findings the gravest first; empty if nothing was found
 */
public record Verdict(List<Finding> findings) {
    public Verdict {
        findings = findings.stream()
                .sorted(Comparator.comparing(Finding::belief).reversed())
                .toList();
    }

    /** The gravest finding's. */
    public Belief belief() {
        return findings.isEmpty() ? Belief.BELIEVE : findings.get(0).belief();
    }

    /** One line for the verdict and one for each finding. */
    public String text() {
        if (findings.isEmpty()) {
            return "Believe: nothing speaks against it.";
        }
        String head = belief() == Belief.DO_NOT ? "Do not believe this estimate." : "Believe it with care.";
        return head
                + findings.stream()
                        .map(f -> "\n- " + f.what() + ". Remedy: " + f.remedy() + ".")
                        .collect(Collectors.joining());
    }
}
