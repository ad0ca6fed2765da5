package dev.weir.service;

import dev.weir.service.security.SecuritySettings;
import java.nio.file.Path;
import java.time.Duration;

/**
 * Where the service listens and keeps its data.
 *
 * @param port        of decisions; 0: any free one
 * @param adminPort   of health, metrics and time; 0: any free one
 * @param dataFolder  for the last good versions
 * @param instance    name of this process among its like: source of its ticks, part of its transactional ids
 * @param eventLoops  threads that decide, from 1
 * @param replyWithin how long a reply waits for the log, for {@code before-reply}; then the caller is told to try again
 * @param explain     true: an index of all decisions is kept here, and this process tells why they were made
 * @param security    who may do what; on loopback, open to everybody there, unless somebody says otherwise
 */
public record ServiceSettings(
        int port,
        int adminPort,
        Path dataFolder,
        String instance,
        int eventLoops,
        Duration replyWithin,
        boolean explain,
        SecuritySettings security) {
    /** What a caller waits at most unless somebody says otherwise. */
    public static final Duration REPLY_WITHIN = Duration.ofSeconds(15);

    public ServiceSettings {
        if (eventLoops < 1) {
            throw new IllegalArgumentException("eventLoops must be at least 1, was " + eventLoops);
        }
        if (instance.isBlank()) {
            throw new IllegalArgumentException("instance must have a name, was blank");
        }
        if (replyWithin.toMillis() < 1) {
            throw new IllegalArgumentException("replyWithin must be at least 1 ms, was " + replyWithin);
        }
    }

    public ServiceSettings(int port, int adminPort, Path dataFolder, String instance, int eventLoops) {
        this(port, adminPort, dataFolder, instance, eventLoops, REPLY_WITHIN);
    }

    public ServiceSettings(
            int port, int adminPort, Path dataFolder, String instance, int eventLoops, Duration replyWithin) {
        this(port, adminPort, dataFolder, instance, eventLoops, replyWithin, true, SecuritySettings.OPEN);
    }

    /** These with other security. */
    public ServiceSettings with(SecuritySettings other) {
        return new ServiceSettings(port, adminPort, dataFolder, instance, eventLoops, replyWithin, explain, other);
    }

    /** These, keeping an index of all decisions or not. */
    public ServiceSettings explaining(boolean whether) {
        return new ServiceSettings(port, adminPort, dataFolder, instance, eventLoops, replyWithin, whether, security);
    }
}
