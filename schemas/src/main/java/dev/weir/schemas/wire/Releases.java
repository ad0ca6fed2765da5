package dev.weir.schemas.wire;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.avro.Schema;
import org.jspecify.annotations.Nullable;

/** The schemas that earlier releases wrote, kept as they were: whoever reads a log must read these too. */
public final class Releases {
    /** All releases whose schemas are kept, oldest first. */
    public static final List<String> ALL = List.of("0.1", "0.2", "0.3");

    private Releases() {}

    /** Schemas of a record type in all releases that had it, oldest first. */
    public static List<Schema> of(RecordType type) {
        List<Schema> schemas = new ArrayList<>();
        for (String release : ALL) {
            @Nullable Schema schema = read(release, type.type().getSimpleName());
            if (schema != null) {
                schemas.add(schema);
            }
        }
        return schemas;
    }

    private static @Nullable Schema read(String release, String record) {
        String resource = "/dev/weir/schemas/released/" + release + "/" + record + ".avsc";
        try (InputStream in = Releases.class.getResourceAsStream(resource)) {
            return in == null ? null : new Schema.Parser().parse(in);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
