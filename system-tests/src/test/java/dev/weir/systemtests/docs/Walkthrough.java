package dev.weir.systemtests.docs;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The executable blocks of a Markdown page, in order: {@code sh} blocks are commands, one behind
 * {@code <!-- background -->} goes on while the rest runs, and one behind {@code <!-- file: NAME -->} is a file's text.
 */
record Walkthrough(List<Block> blocks) {
    private static final Pattern BLOCK =
            Pattern.compile("(?:<!-- ([^>]*) -->\\n)?```(\\w+)\\n(.*?)\\n```", Pattern.DOTALL);

    /** One fenced block. */
    sealed interface Block {
        record Command(String script) implements Block {}

        record Background(String script) implements Block {}

        record File(String name, String text) implements Block {}
    }

    static Walkthrough read(Path page) throws IOException {
        List<Block> blocks = new ArrayList<>();
        Matcher matcher = BLOCK.matcher(Files.readString(page));
        while (matcher.find()) {
            String mark = matcher.group(1) == null ? "" : matcher.group(1).strip();
            if (mark.startsWith("file: ")) {
                blocks.add(new Block.File(mark.substring("file: ".length()), matcher.group(3) + "\n"));
            } else if (matcher.group(2).equals("sh")) {
                blocks.add(
                        mark.equals("background")
                                ? new Block.Background(matcher.group(3))
                                : new Block.Command(matcher.group(3)));
            }
        }
        return new Walkthrough(blocks);
    }
}
