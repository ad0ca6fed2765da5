package dev.weir.service.decisionlog;

import dev.weir.schemas.avro.Tick;
import dev.weir.schemas.problem.ProblemFile;
import dev.weir.schemas.wire.Codec;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Writes time into every partition of decisions and outcomes: by the clock, or when a driver says so. */
public final class Ticker implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Ticker.class);
    private static final long ACKNOWLEDGED_SECONDS = 30;

    private final ProblemFile file;
    private final DecisionLog log;
    private final LogClock clock;
    private final String instance;
    private final Codec<Tick> ticks = Codec.of(Tick.class);
    private final ScheduledExecutorService thread;

    private Ticker(ProblemFile file, DecisionLog log, LogClock clock, String instance) {
        this.file = file;
        this.log = log;
        this.clock = clock;
        this.instance = instance;
        this.thread = Executors.newSingleThreadScheduledExecutor(task -> {
            Thread made = new Thread(task, "weir-ticks-" + file.name());
            made.setDaemon(true);
            return made;
        });
    }

    /** Ticks by the clock from now on, unless a driver makes time up. */
    public static Ticker start(ProblemFile file, DecisionLog log, LogClock clock, String instance) {
        Ticker ticker = new Ticker(file, log, clock, instance);
        if (!file.time().driver()) {
            long every = file.time().tick().toMillis();
            ticker.thread.scheduleWithFixedDelay(ticker::tickByClock, 0, every, TimeUnit.MILLISECONDS);
        }
        return ticker;
    }

    /**
     * Writes a driver's tick into every partition; completes with its time when all have acknowledged it.
     *
     * @param time epoch milliseconds; a time already reached is written again, not an earlier one
     */
    public CompletableFuture<Long> tick(long time) {
        CompletableFuture<Long> written = new CompletableFuture<>();
        thread.execute(() -> {
            try {
                written.complete(write(clock.turn(time)));
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                written.completeExceptionally(e);
            } catch (ExecutionException | TimeoutException | RuntimeException e) {
                written.completeExceptionally(e);
            }
        });
        return written;
    }

    private void tickByClock() {
        try {
            write(clock.turn());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException | TimeoutException | RuntimeException e) {
            LOG.warn("problem {}: a tick was not written: {}", file.name(), e.toString());
        }
    }

    private long write(long time) throws InterruptedException, ExecutionException, TimeoutException {
        byte[] tick = ticks.encode(new Tick(time, instance, null));
        List<CompletableFuture<Void>> all = new ArrayList<>();
        for (String topic : List.of(file.topics().decisions(), file.topics().outcomes())) {
            for (int p = 0; p < file.topicSettings().partitions(); p++) {
                CompletableFuture<Void> one = new CompletableFuture<>();
                all.add(one);
                log.producer().send(new ProducerRecord<>(topic, p, time, new byte[0], tick), failure -> {
                    if (failure == null) {
                        one.complete(null);
                    } else {
                        one.completeExceptionally(failure);
                    }
                });
            }
        }
        CompletableFuture.allOf(all.toArray(CompletableFuture[]::new)).get(ACKNOWLEDGED_SECONDS, TimeUnit.SECONDS);
        return time;
    }

    @Override
    public void close() {
        thread.shutdownNow();
        try {
            if (!thread.awaitTermination(5, TimeUnit.SECONDS)) {
                LOG.warn("problem {}: the ticking thread did not end within 5 s", file.name());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
