package dev.weir.ops.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class CommandLineTest {
    @TempDir
    Path folder;

    private record Said(int exit, String out, String err) {}

    @Test
    void everyCommandHasHelp() {
        List<CommandLine> commands = new ArrayList<>(List.of(Main.commandLine()));
        for (int i = 0; i < commands.size(); i++) {
            commands.addAll(commands.get(i).getSubcommands().values());
        }
        assertThat(commands).hasSizeGreaterThan(15);
        for (CommandLine command : commands) {
            assertThat(command.getUsageMessage()).contains("Usage: weir").contains("-h, --help");
        }
    }

    @Test
    void writesAProblemFileThatItAccepts() {
        String file = folder.resolve("shop.yaml").toString();

        assertThat(run("problem", "init", "shop", "--kind", "candidates", "--output", file)
                        .exit())
                .isZero();
        Said validated = run("problem", "validate", file, "-o", "json");

        assertThat(validated.exit()).isZero();
        assertThat(validated.out()).contains("\"problem\" : \"shop\"").contains("\"hash\"");
        assertThat(run("problem", "diff", file, file).out()).contains("nothing differs");
    }

    @Test
    void saysEverythingThatIsWrongWithAFileAndExitsWith2() throws Exception {
        Path file = Files.writeString(folder.resolve("bad.yaml"), "problem: Bad\nactions: {ids: [a]}\n");

        Said said = run("problem", "validate", file.toString());

        assertThat(said.exit()).isEqualTo(2);
        assertThat(said.err()).contains("problem: was 'Bad', expected").contains("reward");
    }

    @Test
    void exitsWith1WhereFilesDiffer() throws Exception {
        Path one = folder.resolve("one.yaml");
        run("problem", "init", "shop", "--output", one.toString());
        Path two = Files.writeString(
                folder.resolve("two.yaml"), Files.readString(one).replace("seed: 42", "seed: 43"));

        Said said = run("problem", "diff", one.toString(), two.toString());

        assertThat(said.exit()).isEqualTo(1);
        assertThat(said.out()).contains("tracks.linear.seed").contains("new epoch");
    }

    @Test
    void exitsWith2OnWrongUsageAndWith3WhereNobodyAnswers() {
        assertThat(run("demo", "nowhere").exit()).isEqualTo(2);
        assertThat(run("demo", "--ahead", "0").err()).contains("--ahead must be 1 to 100000, was 0");
        assertThat(run("train", "--world", "shops", "--shift", "-3").err())
                .contains("--shift must be PERIOD:FACTOR")
                .contains("was '-3'");
        assertThat(run("train", "--world", "shops", "--season", "2").err())
                .contains("season must be 0.0 to 0.95, was 2");
        assertThat(run("fly").exit()).isEqualTo(2);
        assertThat(run("decide", "--problem", "p", "{}", "--service", "http://127.0.0.1:1")
                        .exit())
                .isEqualTo(3);
    }

    @Test
    void printsACompletionScript() {
        assertThat(run("completion").out()).contains("complete -F").contains("--bootstrap-servers");
    }

    private static Said run(String... arguments) {
        PrintStream before = System.out;
        PrintStream errBefore = System.err;
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream raw = new ByteArrayOutputStream();
        StringWriter err = new StringWriter();
        try {
            System.setOut(new PrintStream(out, true, StandardCharsets.UTF_8));
            System.setErr(new PrintStream(raw, true, StandardCharsets.UTF_8));
            int exit = Main.commandLine().setErr(new PrintWriter(err, true)).execute(arguments);
            return new Said(exit, out.toString(StandardCharsets.UTF_8), err + raw.toString(StandardCharsets.UTF_8));
        } finally {
            System.setOut(before);
            System.setErr(errBefore);
        }
    }
}
