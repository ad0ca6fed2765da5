package dev.weir.schemas.problem;

import dev.weir.schemas.problem.ProblemFiles.Finding;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;

/**
 * What is gathered while a file is read: findings, and the settings that differ from their defaults, which are the
 * file's canonical form. A default that is spelled out is no difference, and a new key with a default changes no hash.
 */
final class Reading {
    final List<Finding> findings;
    final TreeMap<String, String> settings = new TreeMap<>();

    Reading(List<Finding> findings) {
        this.findings = new ArrayList<>(findings);
    }

    void find(String key, String value, String expected) {
        findings.add(new Finding(key, value, expected));
    }

    void set(String key, String canonical) {
        settings.put(key, canonical);
    }
}
