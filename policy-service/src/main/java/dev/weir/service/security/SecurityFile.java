package dev.weir.service.security;

import dev.weir.schemas.wire.SnapshotSignatures;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.PublicKey;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import javax.security.auth.x500.X500Principal;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.dataformat.yaml.YAMLMapper;

/** Reads {@code security.yaml}; paths in it are relative to it. */
final class SecurityFile {
    private static final YAMLMapper YAML = YAMLMapper.builder().build();

    private final Path folder;

    private SecurityFile(Path folder) {
        this.folder = folder;
    }

    static SecuritySettings read(Path file) {
        Path folder = Objects.requireNonNullElse(file.toAbsolutePath().getParent(), Path.of("."));
        return document(file, new SecurityFile(folder)::settings);
    }

    private static <T> T document(Path file, java.util.function.Function<Keyed, T> reader) {
        try {
            Keyed all = new Keyed("", YAML.readTree(Files.readString(file)));
            T read = reader.apply(all);
            all.close();
            return read;
        } catch (IOException | JacksonException | IllegalArgumentException e) {
            throw new IllegalArgumentException(file + ": " + e.getMessage(), e);
        }
    }

    private SecuritySettings settings(Keyed all) {
        SecuritySettings open = SecuritySettings.OPEN;
        List<Known> known = new ArrayList<>(all.sections("principals", SecurityFile::known));
        Path more = all.file("principals-file", folder);
        if (more != null) {
            known.addAll(document(more, k -> k.sections("principals", SecurityFile::known)));
        }
        return new SecuritySettings(
                Objects.requireNonNull(all.text("host", open.host())),
                Objects.requireNonNull(all.text("admin-host", open.adminHost())),
                all.section("tls", this::tls),
                known,
                all.section("jwt", this::jwt),
                Objects.requireNonNullElse(all.section("rate", SecurityFile::rate), Rate.NONE),
                Objects.requireNonNullElse(all.section("bounds", SecurityFile::bounds), Bounds.USUAL),
                Objects.requireNonNullElse(all.section("snapshot-keys", SecurityFile::keys), Map.of()));
    }

    private static Known known(Keyed k) {
        String sha256 = k.text("token-sha256", null);
        String subject = k.text("certificate", null);
        if (sha256 == null && subject == null) {
            throw k.wrong("token-sha256", "absent", "token-sha256 or certificate");
        } else if (sha256 != null && !sha256.matches("[0-9a-f]{64}")) {
            throw k.wrong("token-sha256", "no hash (not shown)", "64 hex digits: the token itself is never in a file");
        }
        Map<String, Object> roles = new LinkedHashMap<>();
        Object none = k.section("roles", s -> {
            s.all().forEach((problem, words) -> roles.put(problem, words(words)));
            return "";
        });
        if (none == null) {
            throw k.wrong("roles", "absent", "roles by problem, as {inventory: [decide]}");
        }
        String name = subject == null ? null : new X500Principal(subject).getName();
        return new Known(new Principal(k.text("principal"), Roles.of(roles)), sha256, name);
    }

    private static Object words(JsonNode node) {
        List<String> words = new ArrayList<>();
        node.forEach(one -> words.add(one.asString()));
        return node.isArray() ? words : node.toString();
    }

    private Tls tls(Keyed k) {
        Path certificate = k.file("certificate", folder);
        Path key = k.file("key", folder);
        Path ca = k.file("client-ca", folder);
        String auth = Objects.requireNonNull(k.text("client-auth", ca == null ? "none" : "required"));
        if (certificate == null || key == null) {
            throw k.wrong(certificate == null ? "certificate" : "key", "absent", "a PEM file");
        } else if (!List.of("none", "request", "required").contains(auth) || auth.equals("none") != (ca == null)) {
            throw k.wrong("client-auth", auth, "request or required with a client-ca, none without");
        }
        return new Tls(certificate, key, ca, auth.equals("required"));
    }

    private JwtSettings jwt(Keyed k) {
        String keys = k.text("jwks");
        if (!keys.startsWith("https://")) {
            keys = Objects.requireNonNull(k.file("jwks", folder)).toString();
        }
        return new JwtSettings(
                keys,
                k.duration("refresh", Duration.ofMinutes(5)),
                k.text("issuer"),
                k.text("audience"),
                Objects.requireNonNull(k.text("roles-claim", "weir")),
                k.duration("clock-skew", Duration.ofSeconds(30)));
    }

    private static Rate rate(Keyed k) {
        return new Rate(k.number("per-second", 0, 0, 1e9), (int) k.number("burst", 100, 1, 1e6));
    }

    private static Bounds bounds(Keyed k) {
        Bounds usual = Bounds.USUAL;
        return new Bounds(
                (int) k.number("body", usual.body(), 1024, 16 << 20),
                (int) k.number("batch", usual.batch(), 1024, 256 << 20),
                (int) k.number("headers", usual.headers(), 1024, 1 << 20),
                k.duration("header-time", usual.headerTime()),
                k.duration("body-time", usual.bodyTime()),
                k.duration("idle", usual.idle()),
                (int) k.number("connections", usual.connections(), 1, 1_000_000));
    }

    private static Map<String, PublicKey> keys(Keyed k) {
        Map<String, PublicKey> keys = new LinkedHashMap<>();
        k.all().keySet().forEach(id -> keys.put(id, SnapshotSignatures.publicKey(k.text(id))));
        if (keys.isEmpty()) {
            throw k.wrong("", "empty", "at least one key, as {learner-1: <base64>}");
        }
        return keys;
    }
}
