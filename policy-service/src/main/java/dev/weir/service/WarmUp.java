package dev.weir.service;

import dev.weir.service.serve.ProblemService;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The thread that makes a problem ready: once there is a version it decides for nobody for a moment. */
final class WarmUp implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(WarmUp.class);
    private static final int ROUNDS = 3000;
    private static final long MOST_NANOS = 700_000_000;

    private final ProblemService service;
    private final Thread thread;

    private WarmUp(ProblemService service) {
        this.service = service;
        this.thread = new Thread(this::run, "weir-warm-up-" + service.file().name());
        thread.setDaemon(true);
    }

    static WarmUp start(ProblemService service) {
        WarmUp made = new WarmUp(service);
        made.thread.start();
        return made;
    }

    private void run() {
        try {
            while (!service.store().ready()) {
                Thread.sleep(20);
            }
            long begin = System.nanoTime();
            for (int i = 0; i < ROUNDS && System.nanoTime() - begin < MOST_NANOS; i++) {
                service.rehearse();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return;
        } catch (RuntimeException e) {
            LOG.warn("problem {}: serves without a warm-up: {}", service.file().name(), e.toString());
        }
        service.warm();
    }

    @Override
    public void close() {
        thread.interrupt();
    }
}
