package dev.weir.ops.simulate;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * What a demo plays.
 *
 * @param world     {@code translation} or {@code newsvendor}
 * @param data      file of rated translations, or null
 * @param decisions to make; 0: as many as the world suggests
 * @param passes    over the data, where there is data
 * @param ahead     decisions at most beyond what the serving version has learned from
 * @param bootstrap brokers to use, or null: an embedded one
 * @param report    file for the JSON report, or null
 * @param picture   file for the SVG picture, or null: beside the report
 * @param shift     true: for a while everything costs a fifth more, so that there is something to be told of
 */
public record DemoOptions(
        String world,
        @Nullable Path data,
        long decisions,
        int passes,
        long seed,
        int ahead,
        boolean headless,
        @Nullable String bootstrap,
        @Nullable Path report,
        @Nullable Path picture,
        boolean shift) {
    public DemoOptions {
        require(decisions >= 0, "--decisions must be at least 1, was " + decisions);
        require(passes >= 1 && passes <= 10_000, "--passes must be 1 to 10000, was " + passes);
        require(ahead >= 1 && ahead <= 100_000, "--ahead must be 1 to 100000, was " + ahead);
        require(!shift || world.equals("inventory"), "--shift is for the world inventory, was " + world);
        require(data == null || world.equals("translation"), "--data is for the world translation, was " + world);
    }

    /** A play in which nothing goes wrong. */
    public DemoOptions(
            String world,
            @Nullable Path data,
            long decisions,
            int passes,
            long seed,
            int ahead,
            boolean headless,
            @Nullable String bootstrap,
            @Nullable Path report,
            @Nullable Path picture) {
        this(world, data, decisions, passes, seed, ahead, headless, bootstrap, report, picture, false);
    }

    private static void require(boolean holds, String message) {
        if (!holds) {
            throw new IllegalArgumentException(message);
        }
    }
}
