package dev.weir.ops.evaluate;

import static org.apache.parquet.schema.LogicalTypeAnnotation.stringType;
import static org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName.BINARY;
import static org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName.DOUBLE;
import static org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName.INT64;
import static org.assertj.core.api.Assertions.assertThat;

import blue.strategic.parquet.ParquetWriter;
import dev.weir.rl.random.CounterRandom;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.Types;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A Parquet file gives what the same rows give as CSV, and one that is cut off is refused. */
class ParquetTest {
    private static final int ROWS = 1000;
    private static final MessageType SCHEMA = new MessageType(
            "log",
            Types.required(DOUBLE).named("x"),
            Types.required(BINARY).as(stringType()).named("item"),
            Types.required(DOUBLE).named("propensity"),
            Types.required(INT64).named("click"));

    @TempDir
    Path folder;

    private record Row(double x, String item, double propensity, long click) {
        static Row of(int i) {
            boolean a = CounterRandom.uniform(8, 1, i) < 1.0 / 3;
            long click = CounterRandom.uniform(8, 2, i) < (a ? 0.2 : 0.5) ? 1 : 0;
            return new Row(CounterRandom.uniform(8, 3, i), a ? "a" : "b", a ? 1.0 / 3 : 2.0 / 3, click);
        }
    }

    private Path parquet() throws Exception {
        Path file = folder.resolve("log.parquet");
        try (ParquetWriter<Row> writer = ParquetWriter.writeFile(SCHEMA, file.toFile(), (row, to) -> {
            to.write("x", row.x());
            to.write("item", row.item());
            to.write("propensity", row.propensity());
            to.write("click", row.click());
        })) {
            for (int i = 0; i < ROWS; i++) {
                writer.write(Row.of(i));
            }
        }
        return file;
    }

    private Path csv() throws Exception {
        StringBuilder text = new StringBuilder("x,item,propensity,click\n");
        for (int i = 0; i < ROWS; i++) {
            Row row = Row.of(i);
            text.append(row.x() + "," + row.item() + "," + row.propensity() + "," + row.click() + "\n");
        }
        return Files.writeString(folder.resolve("log.csv"), text);
    }

    private Weir.Said evaluate(Path log) throws Exception {
        Path problem = Files.writeString(folder.resolve("shop.yaml"), """
                problem: shop
                features: [{name: x, type: numeric}]
                actions: {ids: [a, b]}
                default-action: a
                reward: {formula: click, window: PT10M, if-none: 0}
                tracks: {linear: {algorithm: {name: linear}, publish: {every-transitions: 200}}}
                serve: linear
                kafka: {bootstrap.servers: "127.0.0.1:9092"}
                """);
        String map = "action=item,reward=click";
        return Weir.run(
                "evaluate",
                problem.toString(),
                "--log",
                log.toString(),
                "--map",
                map,
                "--policy",
                "uniform",
                "-o",
                "json");
    }

    @Test
    void isReadAsTheSameRowsInCsvAre() throws Exception {
        Weir.Said said = evaluate(parquet());

        assertThat(said.exit()).as(said.err()).isZero();
        assertThat(said.out()).isEqualTo(evaluate(csv()).out()).contains("\"rows\" : " + ROWS);
    }

    @Test
    void isRefusedWhereItIsCutOff() throws Exception {
        byte[] bytes = Files.readAllBytes(parquet());
        Path cut = Files.write(folder.resolve("cut.parquet"), Arrays.copyOf(bytes, bytes.length * 2 / 3));

        Weir.Said said = evaluate(cut);

        assertThat(said.exit()).isEqualTo(2);
        assertThat(said.err()).contains("cut.parquet row 0 cannot be read, the file is cut off or no Parquet file");
    }
}
