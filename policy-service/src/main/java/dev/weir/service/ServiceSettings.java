package dev.weir.service;

import java.nio.file.Path;

/**
 * Where the service listens and keeps its data.
 *
 * @param port       of decisions, on loopback; 0: any free one
 * @param adminPort  of health, metrics and time; 0: any free one
 * @param dataFolder for the last good versions
 * @param instance   name of this process among its like: source of its ticks, part of its transactional ids
 * @param eventLoops threads that decide, from 1
 */
public record ServiceSettings(int port, int adminPort, Path dataFolder, String instance, int eventLoops) {
    public ServiceSettings {
        if (eventLoops < 1) {
            throw new IllegalArgumentException("eventLoops must be at least 1, was " + eventLoops);
        }
        if (instance.isBlank()) {
            throw new IllegalArgumentException("instance must have a name, was blank");
        }
    }
}
