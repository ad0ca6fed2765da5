package dev.weir.schemas.problem;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Collection;
import java.util.HexFormat;
import java.util.Map;
import java.util.SortedMap;

/** The canonical form of settings: lines {@code key=value} in order of their keys, and SHA-256 over them. */
final class Canonical {
    private Canonical() {}

    static String hash(SortedMap<String, String> settings) {
        StringBuilder lines = new StringBuilder();
        for (Map.Entry<String, String> e : settings.entrySet()) {
            lines.append(e.getKey()).append('=').append(e.getValue()).append('\n');
        }
        try {
            byte[] digest =
                    MessageDigest.getInstance("SHA-256").digest(lines.toString().getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    static String quoted(String text) {
        StringBuilder quoted = new StringBuilder("\"");
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '"' || c == '\\') {
                quoted.append('\\').append(c);
            } else if (c < ' ') {
                quoted.append(String.format("\\u%04x", (int) c));
            } else {
                quoted.append(c);
            }
        }
        return quoted.append('"').toString();
    }

    static String list(Collection<String> texts) {
        return "[" + String.join(", ", texts.stream().map(Canonical::quoted).toList()) + "]";
    }
}
