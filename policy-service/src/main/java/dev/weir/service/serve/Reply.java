package dev.weir.service.serve;

import org.jspecify.annotations.Nullable;

/** What the caller is told of a decision. */
public record Reply(
        String decision,
        String action,
        double propensity,
        @Nullable String track,
        @Nullable String version,
        String variant,
        boolean fallback,
        boolean limited) {}
