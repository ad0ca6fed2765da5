package dev.weir.ops.alert;

import dev.weir.schemas.problem.ProblemFile;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells the world of a problem's alerts: Alertmanager and the webhook that its file names, each in a thread of its own. */
public final class AlertForwarder implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(AlertForwarder.class);
    private static final long AGAIN_MILLIS = 5_000;
    private static final long END_MILLIS = 15_000;

    private final Map<String, Poster> posters = new LinkedHashMap<>();
    private final Map<String, Thread> threads = new LinkedHashMap<>();

    private volatile boolean ended;

    private AlertForwarder() {}

    /** Starts what the problem file names; nothing where it names nothing. */
    public static AlertForwarder start(ProblemFile file, MeterRegistry meters) {
        AlertForwarder forwarder = new AlertForwarder();
        forwarder.add(file, meters, "alertmanager", file.alerts().alertmanager(), ToAlertmanager::new);
        forwarder.add(file, meters, "webhook", file.alerts().webhook(), ToWebhook::new);
        return forwarder;
    }

    private interface Teller {
        Runnable of(ProblemFile file, Poster poster, Destination destination, BooleanSupplier ended);
    }

    private void add(ProblemFile file, MeterRegistry meters, String name, String uri, Teller teller) {
        if (uri.isEmpty()) {
            return;
        }
        Destination destination = new Destination(uri, file.alerts().allow());
        Poster poster = new Poster(destination, meters, file.name(), name);
        Thread thread = new Thread(
                () -> again(file.name() + ": " + name, teller.of(file, poster, destination, () -> ended)),
                file.name() + "-" + name);
        thread.setDaemon(true);
        posters.put(name, poster);
        threads.put(name, thread);
        thread.start();
    }

    /** Kafka may be away for longer than its clients wait: then they are made anew. */
    private void again(String name, Runnable teller) {
        while (!ended) {
            try {
                teller.run();
            } catch (RuntimeException e) {
                if (ended) {
                    return;
                }
                LOG.warn("{}: begins again in {} ms: {}", name, AGAIN_MILLIS, e.toString());
                try {
                    Thread.sleep(AGAIN_MILLIS);
                } catch (InterruptedException interrupted) {
                    Thread.currentThread().interrupt();
                }
            }
        }
    }

    /** Why alerts wait, by target; empty: none does. */
    public Map<String, String> troubles() {
        Map<String, String> troubles = new LinkedHashMap<>();
        posters.forEach((name, poster) -> {
            if (!poster.trouble().isEmpty()) {
                troubles.put(name, poster.trouble());
            }
        });
        return troubles;
    }

    @Override
    public void close() {
        ended = true;
        for (Thread thread : threads.values()) {
            try {
                thread.join(END_MILLIS);
                thread.interrupt(); // whoever has not ended by then waits for a slow answer
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
