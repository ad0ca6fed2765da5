package dev.weir.schemas.problem;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Problem files that tests read. */
public final class Samples {
    /** Names of all of them. */
    public static final List<String> ALL = List.of("newsvendor", "translation", "ids");

    private Samples() {}

    /** The text of one. */
    public static String text(String name) {
        try (InputStream in = Samples.class.getResourceAsStream("/problems/" + name + ".yaml")) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
