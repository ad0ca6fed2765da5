package dev.weir.systemtests.service;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;

/** A pipelining HTTP/1.1 client of one path: as fast as answers come, or at a pace. Only for loopback. */
final class LoadClient {
    private static final String NAME = "load-client";

    /** What stands for the number of the unit in the body. */
    static final String UNIT = "unit-00000000";

    private final List<Connection> connections = new ArrayList<>();
    private final AtomicLong answered = new AtomicLong();
    private final AtomicLong errors = new AtomicLong();
    private final AtomicLong units = new AtomicLong();

    LoadClient(int port, int count, String body) throws IOException {
        byte[] request =
                ("POST /v1/problems/load/decisions HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/json\r\n"
                                + "Content-Length: " + body.length() + "\r\n\r\n" + body)
                        .getBytes(StandardCharsets.ISO_8859_1);
        for (int i = 0; i < count; i++) {
            connections.add(new Connection(new Socket("127.0.0.1", port), request.clone()));
        }
    }

    /** Latencies, in nanoseconds, and how long it took. */
    record Result(long answered, double seconds, long[] nanos) {
        double perSecond() {
            return answered / seconds;
        }

        double millis(double quantile) {
            return nanos[(int) Math.min(nanos.length - 1, quantile * nanos.length)] / 1e6;
        }
    }

    long answered() {
        return answered.get();
    }

    long errors() {
        return errors.get();
    }

    /** So many requests, {@code depth} on their way on each connection. */
    Result closed(int requests, int depth) throws Exception {
        return run(requests, depth, 0);
    }

    /** So many requests, {@code perSecond} in all; latency counts from when a request was due. */
    Result paced(int requests, double perSecond) throws Exception {
        return run(requests, 10_000, (long) (1e9 * connections.size() / perSecond));
    }

    private Result run(int requests, int depth, long everyNanos) throws Exception {
        int each = requests / connections.size();
        long before = answered.get();
        long begin = System.nanoTime();
        List<long[]> all = new ArrayList<>();
        List<Thread> threads = new ArrayList<>();
        for (Connection connection : connections) {
            long[] due = new long[each];
            long[] took = new long[each];
            all.add(took);
            Semaphore room = new Semaphore(depth);
            threads.add(new Thread(() -> connection.write(due, room, everyNanos), NAME));
            threads.add(new Thread(() -> connection.read(due, took, room), NAME));
        }
        threads.forEach(Thread::start);
        putFirst();
        for (Thread thread : threads) {
            thread.join(120_000);
        }
        double seconds = (System.nanoTime() - begin) / 1e9;
        long[] nanos = all.stream().flatMapToLong(Arrays::stream).sorted().toArray();
        return new Result(answered.get() - before, seconds, nanos);
    }

    /** One connection: a thread writes, another reads. */
    /**
     * The clock of this client must not wait for the broker, which shares its core: its threads go first where the machine
     * lets them (root). What is measured is the service, on another core, which gets no such favour.
     */
    private static void putFirst() {
        try (Stream<Path> tasks = Files.list(Path.of("/proc/self/task"))) {
            for (Path task : tasks.toList()) {
                if (Files.readString(task.resolve("comm")).strip().equals(NAME)) {
                    new ProcessBuilder(
                                    "renice",
                                    "-n",
                                    "-19",
                                    "-p",
                                    task.getFileName().toString())
                            .redirectErrorStream(true)
                            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                            .start()
                            .waitFor();
                }
            }
        } catch (IOException e) {
            System.out.println("the client shares its core evenly with the broker: " + e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private final class Connection {
        private final Socket socket;
        private final byte[] request;
        private final int unitAt;
        private final byte[] in = new byte[1 << 16];
        private int from;
        private int to;

        Connection(Socket socket, byte[] request) throws IOException {
            socket.setTcpNoDelay(true);
            socket.setSoTimeout(30_000);
            this.socket = socket;
            this.request = request;
            this.unitAt = new String(request, StandardCharsets.ISO_8859_1).indexOf(UNIT) + "unit-".length();
        }

        void write(long[] due, Semaphore room, long everyNanos) {
            try {
                OutputStream out = socket.getOutputStream();
                byte[] buffer = new byte[request.length * 16];
                long start = System.nanoTime();
                for (int i = 0; i < due.length; ) {
                    room.acquire();
                    int n = 1;
                    if (everyNanos > 0) {
                        long next = start + i * everyNanos;
                        while (System.nanoTime() < next) {
                            LockSupport.parkNanos(Math.max(1, next - System.nanoTime()));
                        }
                        due[i] = next;
                        while (n < 16
                                && i + n < due.length
                                && start + (i + n) * everyNanos <= System.nanoTime()
                                && room.tryAcquire()) {
                            due[i + n] = start + (i + n) * everyNanos;
                            n++;
                        }
                    } else {
                        while (n < 16 && i + n < due.length && room.tryAcquire()) {
                            n++;
                        }
                        Arrays.fill(due, i, i + n, System.nanoTime());
                    }
                    for (int k = 0; k < n; k++) {
                        number();
                        System.arraycopy(request, 0, buffer, k * request.length, request.length);
                    }
                    out.write(buffer, 0, n * request.length);
                    i += n;
                }
            } catch (IOException | InterruptedException e) {
                errors.incrementAndGet();
            }
        }

        private void number() {
            long unit = units.getAndIncrement();
            for (int d = 7; d >= 0; d--) {
                request[unitAt + d] = (byte) ('0' + unit % 10);
                unit /= 10;
            }
        }

        void read(long[] due, long[] took, Semaphore room) {
            try {
                InputStream stream = socket.getInputStream();
                for (int i = 0; i < due.length; i++) {
                    boolean ok = answer(stream);
                    took[i] = System.nanoTime() - due[i];
                    (ok ? answered : errors).incrementAndGet();
                    room.release();
                }
            } catch (IOException e) {
                errors.incrementAndGet();
            }
        }

        private boolean answer(InputStream stream) throws IOException {
            int headers = -1;
            while ((headers = end()) < 0) {
                more(stream);
            }
            boolean ok = in[from + 9] == '2';
            int length = length(headers);
            from = headers;
            while (to - from < length) {
                more(stream);
            }
            from += length;
            return ok;
        }

        private int end() {
            for (int i = from; i + 3 < to; i++) {
                if (in[i] == '\r' && in[i + 1] == '\n' && in[i + 2] == '\r' && in[i + 3] == '\n') {
                    return i + 4;
                }
            }
            return -1;
        }

        private int length(int headers) throws IOException {
            byte[] name = "content-length: ".getBytes(StandardCharsets.ISO_8859_1);
            for (int i = from; i < headers - name.length; i++) {
                if (Arrays.equals(in, i, i + name.length, name, 0, name.length)) {
                    int n = 0;
                    for (int k = i + name.length; in[k] >= '0'; k++) {
                        n = 10 * n + in[k] - '0';
                    }
                    return n;
                }
            }
            throw new IOException("an answer without content-length");
        }

        private void more(InputStream stream) throws IOException {
            if (from > 0) {
                System.arraycopy(in, from, in, 0, to - from);
                to -= from;
                from = 0;
            }
            int n = stream.read(in, to, in.length - to);
            if (n < 0) {
                throw new IOException("closed");
            }
            to += n;
        }
    }
}
