package dev.weir.ops.transfer;

import dev.weir.learner.rebuild.LogReader;
import dev.weir.learner.rebuild.Published;
import dev.weir.ops.train.TransitionFile;
import dev.weir.schemas.avro.Transition;
import dev.weir.schemas.problem.ProblemFile;
import dev.weir.schemas.wire.Codec;
import dev.weir.schemas.wire.RecordType;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.avro.file.DataFileWriter;

/** Writes what a problem's topics hold now into files. */
public final class Export {
    /** Topics that together are a problem's memory, in the order in which they are read back. */
    static final List<String> TOPICS = List.of("problems", "transitions", "checkpoints", "policies");

    private static final Codec<Transition> TRANSITIONS = Codec.of(Transition.class);

    private Export() {}

    static String topic(ProblemFile file, String part) {
        return switch (part) {
            case "problems" -> file.topics().problems();
            case "transitions" -> file.topics().transitions();
            case "checkpoints" -> file.topics().checkpoints();
            case "policies" -> file.topics().policies();
            default -> throw new IllegalArgumentException("a part must be one of " + TOPICS + ", was '" + part + "'");
        };
    }

    /**
     * Writes every record with its offset, byte for byte, a file a topic.
     *
     * @param folder new or empty
     * @return records by topic
     */
    public static Map<String, Long> topics(ProblemFile file, Path folder) throws IOException {
        Files.createDirectories(folder);
        if (Files.exists(folder.resolve(Inventory.NAME))) {
            throw new IllegalArgumentException("--to: expected a folder without an export, was " + folder);
        }
        Map<String, Inventory.Part> parts = new LinkedHashMap<>();
        Map<String, Long> records = new LinkedHashMap<>();
        for (String part : TOPICS) {
            Path to = Inventory.file(folder, part);
            long[] end = new long[1];
            try (RecordFile.Writer writer = new RecordFile.Writer(to)) {
                LogReader.read(file, topic(file, part), 0, record -> {
                    try {
                        writer.add(new RecordFile.Entry(
                                record.offset(), record.timestamp(), record.key(), record.value()));
                    } catch (IOException e) {
                        throw new UncheckedIOException(e);
                    }
                    end[0] = record.offset() + 1;
                    return true;
                });
                records.put(part, writer.written());
            }
            if (part.equals("transitions")) {
                end[0] = Math.max(end[0], Published.end(file)); // a transaction's end may stand last
            }
            parts.put(part, new Inventory.Part(records.getOrDefault(part, 0L), end[0], Inventory.sha256(to)));
        }
        Files.writeString(folder.resolve("problem.yaml"), file.yaml());
        new Inventory(file.name(), file.hash(), parts).write(folder);
        return records;
    }

    /**
     * Writes transitions alone, as other programs and {@code weir train --from}, {@code weir evaluate --log} read them.
     *
     * @return how many
     */
    public static long rows(ProblemFile file, Path to, long from, long end) throws IOException {
        long[] count = new long[1];
        try (DataFileWriter<Transition> writer = TransitionFile.writer(to)) {
            LogReader.read(file, file.topics().transitions(), from, record -> {
                byte[] value = record.value();
                if (record.offset() < end && value != null && RecordType.of(value) == RecordType.TRANSITION) {
                    try {
                        writer.append(TRANSITIONS.decode(value));
                    } catch (IOException e) {
                        throw new UncheckedIOException(e);
                    }
                    count[0]++;
                }
                return record.offset() + 1 < end;
            });
        }
        return count[0];
    }
}
