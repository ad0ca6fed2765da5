package dev.weir.systemtests.service;

import dev.weir.ops.embedded.EmbeddedBroker;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.stream.Stream;

/** One embedded broker for all tests of the service in this JVM; each test has problems of its own on it. */
final class OneBroker {
    private static final Path FOLDER = folder();
    private static final EmbeddedBroker BROKER = EmbeddedBroker.start(FOLDER.resolve("data"), 0);

    static {
        Runtime.getRuntime().addShutdownHook(new Thread(OneBroker::stop));
    }

    private OneBroker() {}

    static String bootstrap() {
        return BROKER.bootstrapServers();
    }

    private static Path folder() {
        try {
            return Files.createTempDirectory("weir-one-broker");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void stop() {
        BROKER.close();
        try (Stream<Path> all = Files.walk(FOLDER)) {
            for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(path);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
