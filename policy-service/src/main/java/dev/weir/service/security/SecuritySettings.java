package dev.weir.service.security;

import java.nio.file.Path;
import java.security.PublicKey;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Who may do what in this process.
 *
 * @param host      that decisions are listened for on
 * @param adminHost that health, metrics and time are listened for on
 * @param tls       null: plain text
 * @param known     principals with tokens or certificates
 * @param jwt       null: no JSON Web Tokens
 * @param rate      of each principal
 * @param snapshots keys by their ids whose signatures on versions are believed; empty: none is asked for
 */
public record SecuritySettings(
        String host,
        String adminHost,
        @Nullable Tls tls,
        List<Known> known,
        @Nullable JwtSettings jwt,
        Rate rate,
        Bounds bounds,
        Map<String, PublicKey> snapshots) {
    private static final String LOOPBACK = "127.0.0.1";

    /** Loopback, and everybody there may do everything. */
    public static final SecuritySettings OPEN =
            new SecuritySettings(LOOPBACK, LOOPBACK, null, List.of(), null, Rate.NONE, Bounds.USUAL, Map.of());

    public SecuritySettings {
        known = List.copyOf(known);
        snapshots = Map.copyOf(snapshots);
    }

    /**
     * Reads a settings file.
     *
     * @throws IllegalArgumentException naming key, value and expectation
     */
    public static SecuritySettings read(Path file) {
        return SecurityFile.read(file);
    }

    /** True if callers must say who they are. */
    public boolean authenticates() {
        return !known.isEmpty() || jwt != null;
    }

    /** Says how much is configured, and no secret. */
    @Override
    public String toString() {
        return "security: " + known.size() + " principals, jwt " + (jwt != null) + ", tls " + (tls != null);
    }
}
