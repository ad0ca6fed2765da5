package dev.weir.systemtests.service;

import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** Somebody who asks for decisions all the time, and must always get them. */
final class GoodCaller {
    private final AtomicInteger served = new AtomicInteger();
    private final Thread thread;
    private volatile boolean stop;
    private volatile @Nullable String wrong;

    private GoodCaller(ServiceUnderTest test, String token, String body) {
        this.thread = new Thread(() -> ask(test, token, body), "good-caller");
    }

    static GoodCaller start(ServiceUnderTest test, String token, String body) {
        GoodCaller caller = new GoodCaller(test, token, body);
        caller.thread.start();
        return caller;
    }

    private void ask(ServiceUnderTest test, String token, String body) {
        while (!stop || served.get() < 20) {
            try {
                var answer = test.with(test.service.port(), "decisions", body, "Authorization", "Bearer " + token);
                if (answer.status() != 200) {
                    wrong = answer.toString();
                    return;
                }
                served.incrementAndGet();
                Thread.sleep(2);
            } catch (Exception e) {
                wrong = e.toString();
                return;
            }
        }
    }

    /** How often it was served. */
    int stop() throws InterruptedException {
        stop = true;
        thread.join(30_000);
        String why = wrong;
        if (why != null) {
            throw new AssertionError("the good caller was told " + why);
        }
        return served.get();
    }
}
