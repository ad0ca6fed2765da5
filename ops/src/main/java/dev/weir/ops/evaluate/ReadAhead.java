package dev.weir.ops.evaluate;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.function.Consumer;
import java.util.function.DoubleConsumer;
import org.jspecify.annotations.Nullable;

/**
 * A log that is read and parsed by a thread of its own, a few thousand rows ahead of whoever asks for them. Rows come in the
 * order of the log, errors where they stand in it.
 */
record ReadAhead(EvaluationLog log) implements EvaluationLog {
    private static final int BATCH = 512;
    private static final int BATCHES = 8;

    /**
     * Rows one after the other.
     *
     * @param last    whether no other follows
     * @param failure that ended the log, or null
     */
    private record Batch(
            List<LogRow> rows,
            double share,
            boolean last,
            @Nullable RuntimeException failure) {}

    /** The reader's side. Confined to its thread. */
    private static final class Reader {
        private final BlockingQueue<Batch> queue;
        private List<LogRow> open = new ArrayList<>(BATCH);
        private double share;

        Reader(BlockingQueue<Batch> queue) {
            this.queue = queue;
        }

        void run(EvaluationLog log) {
            RuntimeException failure = null;
            try {
                log.read(this::add, done -> share = done);
            } catch (StoppedException e) {
                return;
            } catch (RuntimeException e) {
                failure = e;
            } catch (Error e) { // whoever waits for rows must hear of it
                failure = new IllegalStateException("the log's reader broke off: " + e, e);
            }
            put(true, failure);
        }

        private void add(LogRow row) {
            open.add(row);
            if (open.size() == BATCH && !put(false, null)) {
                throw new StoppedException();
            }
        }

        private boolean put(boolean last, @Nullable RuntimeException failure) {
            try {
                queue.put(new Batch(open, share, last, failure));
                open = new ArrayList<>(BATCH);
                return true;
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return false;
            }
        }
    }

    /** Nobody asks for rows any more. */
    private static final class StoppedException extends RuntimeException {
        private static final long serialVersionUID = 1;
    }

    @Override
    public void read(Consumer<LogRow> each, DoubleConsumer progress) {
        BlockingQueue<Batch> queue = new ArrayBlockingQueue<>(BATCHES);
        Thread reader = new Thread(() -> new Reader(queue).run(log), "weir-log-reader");
        reader.setDaemon(true);
        reader.start();
        try {
            Batch batch;
            do {
                batch = queue.take();
                batch.rows.forEach(each);
                progress.accept(batch.share);
                if (batch.failure != null) {
                    throw batch.failure;
                }
            } while (!batch.last);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while reading the log", e);
        } finally {
            reader.interrupt();
        }
    }

    @Override
    public boolean hasPropensities() {
        return log.hasPropensities();
    }
}
