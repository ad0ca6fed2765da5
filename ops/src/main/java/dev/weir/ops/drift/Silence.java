package dev.weir.ops.drift;

/** How long, by a clock, no time has come in the log; from the start of this process on. */
final class Silence {
    private static final long NEVER = Long.MIN_VALUE;

    private boolean heard;
    private long since = NEVER;

    void tick() {
        heard = true;
    }

    /** True if time came since this was asked last; then the silence begins anew. */
    boolean broken(long now) {
        boolean was = heard;
        if (heard || since == NEVER) {
            since = now;
        }
        heard = false;
        return was;
    }

    long millis(long now) {
        return since == NEVER ? 0 : now - since;
    }
}
