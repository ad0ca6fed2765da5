package dev.weir.ops.run;

import dev.weir.service.security.SecuritySettings;
import java.nio.file.Path;
import java.util.Set;

/**
 * How the applications of a process run.
 *
 * @param port         of decisions; 0: any free one
 * @param adminPort    of health and metrics; 0: any free one
 * @param data         folder for stream state and the last good versions
 * @param parts        what runs here
 * @param createTopics true: missing topics are created, as {@code weir topics apply} would
 * @param instance     name of this process among its like
 * @param eventLoops   threads that decide
 * @param security     who may do what over HTTP
 */
public record RunSettings(
        int port,
        int adminPort,
        Path data,
        Set<Part> parts,
        boolean createTopics,
        String instance,
        int eventLoops,
        SecuritySettings security) {
    public RunSettings {
        parts = Set.copyOf(parts);
    }

    /** These on loopback, open to everybody there. */
    public RunSettings(
            int port,
            int adminPort,
            Path data,
            Set<Part> parts,
            boolean createTopics,
            String instance,
            int eventLoops) {
        this(port, adminPort, data, parts, createTopics, instance, eventLoops, SecuritySettings.OPEN);
    }
}
