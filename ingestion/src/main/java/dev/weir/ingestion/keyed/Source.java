package dev.weir.ingestion.keyed;

import java.nio.charset.StandardCharsets;

/**
 * Where a record of {@code keyed} came from; a header carries it as text, {@code d<partition>@<offset>} for decisions and
 * {@code o<partition>@<offset>} for outcomes.
 */
public record Source(boolean decisions, int partition, long offset) {
    /** Name of the header. */
    public static final String HEADER = "source";

    /** The header's value. */
    public byte[] text() {
        return (tag() + "@" + offset).getBytes(StandardCharsets.US_ASCII);
    }

    /** The partition it names: ticks count by tag. */
    public String tag() {
        return (decisions ? "d" : "o") + partition;
    }

    /**
     * Reads a header's value.
     *
     * @throws IllegalStateException if it is none: nobody but the re-keying writes to {@code keyed}
     */
    public static Source read(byte[] text) {
        int at = 1;
        long partition = 0;
        while (at < text.length && text[at] != '@') {
            partition = partition * 10 + digit(text, at++);
        }
        long offset = 0;
        for (int i = at + 1; i < text.length; i++) {
            offset = offset * 10 + digit(text, i);
        }
        if (at < 2 || at + 1 >= text.length || text[0] != 'd' && text[0] != 'o') {
            throw bad(text);
        }
        return new Source(text[0] == 'd', (int) partition, offset);
    }

    private static int digit(byte[] text, int at) {
        int digit = text[at] - '0';
        if (digit < 0 || digit > 9) {
            throw bad(text);
        }
        return digit;
    }

    private static IllegalStateException bad(byte[] text) {
        return new IllegalStateException("header " + HEADER + " on keyed was '"
                + new String(text, StandardCharsets.ISO_8859_1) + "', expected d<partition>@<offset> or o…");
    }
}
