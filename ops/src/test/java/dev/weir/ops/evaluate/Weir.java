package dev.weir.ops.evaluate;

import dev.weir.ops.cli.Main;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;

/** The command line, run within a test. */
final class Weir {
    private Weir() {}

    /** What a command said. */
    record Said(int exit, String out, String err) {}

    static Said run(String... arguments) {
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
