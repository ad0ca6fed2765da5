package dev.weir.schemas.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.avro.Schema;
import org.apache.avro.SchemaCompatibility;
import org.apache.avro.SchemaCompatibility.SchemaCompatibilityType;
import org.apache.avro.generic.GenericDatumReader;
import org.apache.avro.generic.GenericDatumWriter;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.generic.GenericRecordBuilder;
import org.apache.avro.io.DecoderFactory;
import org.apache.avro.io.EncoderFactory;
import org.apache.avro.specific.SpecificRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Contracts evolve both ways: what any release wrote is read today, and what is written today any release could read.
 * {@code -Dweir.export-schemas=0.1} writes the present schemas as that release's.
 */
class ReleasedSchemasTest {
    private static final Path RELEASED = Path.of("src/main/released");

    @ParameterizedTest
    @EnumSource
    void readsAndIsReadByEveryRelease(RecordType type) {
        for (Schema released : Releases.of(type)) {
            assertThat(compatibility(type.schema(), released)).isEqualTo(SchemaCompatibilityType.COMPATIBLE);
            assertThat(compatibility(released, type.schema())).isEqualTo(SchemaCompatibilityType.COMPATIBLE);
        }
    }

    @ParameterizedTest
    @EnumSource
    void hasEveryPresentSchemaInTheNewestRelease(RecordType type) throws IOException {
        String newest = Releases.ALL.get(Releases.ALL.size() - 1);
        Path file = RELEASED.resolve(newest).resolve(type.type().getSimpleName() + ".avsc");
        if (newest.equals(System.getProperty("weir.export-schemas"))) {
            Files.createDirectories(file.getParent());
            Files.writeString(file, type.schema().toString(true) + "\n");
        }
        assertThat(file)
                .as("%s is new: export it (-Dweir.export-schemas) as part of the next release", type)
                .exists();
        assertThat(RecordType.fingerprint(new Schema.Parser().parse(Files.readString(file))))
                .as("%s differs from release %s: export it as part of the next release", type, newest)
                .isEqualTo(RecordType.fingerprint(type.schema()));
    }

    /** Records within others need no type of their own; all others do, state in changelogs included. */
    @Test
    void knowsEveryRecordOfTheContracts() throws IOException {
        Set<String> known = new TreeSet<>();
        Stream.of(RecordType.values()).forEach(t -> collect(t.schema(), known));
        try (Stream<Path> classes = Files.list(Path.of("target/classes/dev/weir/schemas/avro"))) {
            List<String> all = classes.map(p -> p.getFileName().toString())
                    .filter(n -> n.endsWith(".class") && !n.contains("$"))
                    .map(n -> n.substring(0, n.length() - ".class".length()))
                    .filter(ReleasedSchemasTest::isRecord)
                    .collect(Collectors.toList());
            assertThat(known).containsAll(all);
            assertThat(all).hasSizeGreaterThan(15);
        }
    }

    @Test
    void tellsThatAChangeIsNotCompatible() {
        Schema released = RecordType.TICK.schema();
        Schema renamed = new Schema.Parser().parse(released.toString().replace("\"source\"", "\"origin\""));

        assertThat(compatibility(renamed, released)).isEqualTo(SchemaCompatibilityType.INCOMPATIBLE);
    }

    /** A field with a default that a later release adds is skipped by this one, and filled in when it is absent. */
    @Test
    void readsBothWaysWhenAFieldIsAdded() throws IOException {
        Schema now = RecordType.TICK.schema();
        Schema later = new Schema.Parser()
                .parse(
                        now.toString()
                                .replaceFirst(
                                        "\\{\"name\":\"time\",\"type\":\"long\"\\}",
                                        "{\"name\":\"time\",\"type\":\"long\"},{\"name\":\"zone\",\"type\":\"string\",\"default\":\"UTC\"}"));
        assertThat(later).isNotEqualTo(now);
        GenericRecord written = new GenericRecordBuilder(later)
                .set("time", 5L)
                .set("source", "s")
                .set("zone", "CET")
                .build();

        assertThat(resolve(written, later, now).get("time")).isEqualTo(5L);
        assertThat(resolve(resolve(written, later, now), now, later).get("zone"))
                .hasToString("UTC");
    }

    private static GenericRecord resolve(GenericRecord record, Schema from, Schema to) throws IOException {
        var out = new java.io.ByteArrayOutputStream();
        var encoder = EncoderFactory.get().binaryEncoder(out, null);
        new GenericDatumWriter<GenericRecord>(from).write(record, encoder);
        encoder.flush();
        return new GenericDatumReader<GenericRecord>(from, to)
                .read(null, DecoderFactory.get().binaryDecoder(out.toByteArray(), null));
    }

    private static SchemaCompatibilityType compatibility(Schema reader, Schema writer) {
        return SchemaCompatibility.checkReaderWriterCompatibility(reader, writer)
                .getType();
    }

    private static boolean isRecord(String name) {
        try {
            return SpecificRecord.class.isAssignableFrom(Class.forName("dev.weir.schemas.avro." + name));
        } catch (ClassNotFoundException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void collect(Schema schema, Set<String> names) {
        switch (schema.getType()) {
            case RECORD -> {
                if (names.add(schema.getName())) {
                    schema.getFields().forEach(f -> collect(f.schema(), names));
                }
            }
            case UNION -> schema.getTypes().forEach(s -> collect(s, names));
            case ARRAY -> collect(schema.getElementType(), names);
            case MAP -> collect(schema.getValueType(), names);
            default -> {}
        }
    }
}
