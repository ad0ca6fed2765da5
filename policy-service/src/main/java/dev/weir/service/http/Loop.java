package dev.weir.service.http;

import io.vertx.core.Context;

/**
 * An event loop, known by its thread: each request has a context of its own, so that contexts do not tell whether one is
 * there already; and an answer that takes the detour of another task is not written together with its neighbours.
 */
record Loop(Context context, Thread thread) {
    /** The loop that runs this. */
    static Loop here(Context context) {
        return new Loop(context, Thread.currentThread());
    }

    /** Runs there: at once if this is there, else soon. */
    void run(Runnable work) {
        if (Thread.currentThread() == thread) {
            work.run();
        } else {
            context.runOnContext(ignored -> work.run());
        }
    }
}
