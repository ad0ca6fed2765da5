package dev.weir.learner;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.UUID;

/**
 * Who a learner is to its group: an id that lies in its state folder. By it one that was killed and starts again is known
 * at once; the group would otherwise wait for the dead one until its session times out.
 */
final class InstanceId {
    private static final String FILE = "weir-instance-id";

    private InstanceId() {}

    /** The id of a state folder; made when it is first asked for. */
    static String of(Path stateFolder) {
        Path file = stateFolder.resolve(FILE);
        try {
            if (Files.exists(file)) {
                String id = Files.readString(file, StandardCharsets.UTF_8).strip();
                if (id.matches("[0-9a-f-]{36}")) {
                    return id;
                }
            }
            Files.createDirectories(stateFolder);
            String id = UUID.randomUUID().toString();
            Files.writeString(file, id, StandardCharsets.UTF_8);
            return id;
        } catch (IOException e) {
            throw new UncheckedIOException(file + " cannot be read or written", e);
        }
    }
}
