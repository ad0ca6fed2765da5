package dev.weir.systemtests.docs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.weir.systemtests.docs.Walkthrough.Block;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** docs/your-own-problem.md does what it says, block by block, with Debian's kcat and python3. */
class QuickstartTest {
    private static final Path ROOT = Path.of("").toAbsolutePath().getParent();

    @TempDir
    Path folder;

    @Test
    void everyBlockOfYourOwnProblemRuns() throws Exception {
        for (String tool : List.of("bash", "python3", "kcat")) {
            assumeTrue(
                    onPath(tool),
                    "skipped: docs/your-own-problem.md needs " + tool + " (apt-get install " + tool + ")");
        }
        assumeTrue(
                Files.exists(ROOT.resolve("ops/target/lib")),
                "skipped: needs the packaged launcher (run mvn verify, not mvn test)");
        List<Process> background = new ArrayList<>();
        Map<String, String> said = new java.util.LinkedHashMap<>();
        try {
            for (Block block :
                    Walkthrough.read(ROOT.resolve("docs/your-own-problem.md")).blocks()) {
                if (block instanceof Block.File file) {
                    Files.writeString(folder.resolve(file.name()), file.text());
                } else if (block instanceof Block.Background b) {
                    background.add(start(b.script(), folder.resolve("background.log")));
                    awaitPort(8642, background.get(background.size() - 1));
                } else if (block instanceof Block.Command command) {
                    said.put(command.script(), run(command.script()));
                }
            }
        } finally {
            for (Process process : background) {
                process.descendants().forEach(ProcessHandle::destroy);
                process.destroy();
                if (!process.waitFor(20, TimeUnit.SECONDS)) {
                    process.destroyForcibly();
                }
            }
        }
        String all = String.join("\n", said.values());
        assertThat(said).hasSizeGreaterThanOrEqualTo(6);
        assertThat(all).contains("same bits").contains("equal");
    }

    /** Runs a block until it succeeds (the loop behind it is asynchronous) or 60 s are over. */
    private String run(String script) throws Exception {
        long end = System.nanoTime() + Duration.ofSeconds(60).toNanos();
        while (true) {
            Path log = folder.resolve("block.log");
            Process process = start(script, log);
            boolean ended = process.waitFor(60, TimeUnit.SECONDS);
            String output = Files.readString(log);
            if (ended && process.exitValue() == 0) {
                return output;
            }
            assertThat(System.nanoTime())
                    .as("block failed:%n%s%n%s", script, output)
                    .isLessThan(end);
        }
    }

    private Process start(String script, Path log) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(
                        "bash", "-euo", "pipefail", "-c", "export PATH=\"$WEIR:$PATH\"\n" + script)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(log.toFile());
        builder.environment().put("WEIR", ROOT.toString());
        return builder.start();
    }

    private void awaitPort(int port, Process process) throws Exception {
        long end = System.nanoTime() + Duration.ofSeconds(60).toNanos();
        while (true) {
            try (Socket socket = new Socket()) {
                socket.connect(new InetSocketAddress("127.0.0.1", port), 500);
                return;
            } catch (IOException e) {
                assertThat(process.isAlive() && System.nanoTime() < end)
                        .as("weir up is listening on %s: %s", port, Files.readString(folder.resolve("background.log")))
                        .isTrue();
                process.waitFor(200, TimeUnit.MILLISECONDS);
            }
        }
    }

    private static boolean onPath(String tool) throws Exception {
        return new ProcessBuilder("sh", "-c", "command -v " + tool).start().waitFor() == 0;
    }
}
