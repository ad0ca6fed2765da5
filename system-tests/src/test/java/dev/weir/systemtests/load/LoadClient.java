package dev.weir.systemtests.load;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
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

    /** Where a body has this as id, units come again: those of a connection are its own, and their ids count up. */
    static final String ID = "call-00000000";

    private static final int UNITS_OF_CONNECTION = 250;

    private final int port;
    private final int count;
    private final byte[] request;
    private final AtomicLong answered = new AtomicLong();
    private final AtomicLong errors = new AtomicLong();
    private final AtomicLong units = new AtomicLong();

    /** A client with so many connections at a time; every run has its own, as servers end those that are idle. */
    LoadClient(int port, String path, int count, String body, String... headers) {
        this.port = port;
        this.count = count;
        this.request = ("POST " + path + " HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/json\r\n"
                        + String.join("", headers) + "Content-Length: " + body.length() + "\r\n\r\n" + body)
                .getBytes(StandardCharsets.ISO_8859_1);
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
        return run(requests, 10_000, (long) (1e9 * count / perSecond));
    }

    private Result run(int requests, int depth, long everyNanos) throws Exception {
        int each = requests / count;
        long before = answered.get();
        List<Connection> connections = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            connections.add(new Connection(new Socket("127.0.0.1", port), request.clone(), i));
        }
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
        for (Connection connection : connections) {
            connection.socket.close();
        }
        long[] nanos = all.stream().flatMapToLong(Arrays::stream).sorted().toArray();
        return new Result(answered.get() - before, seconds, nanos);
    }

    /**
     * The clock of this client must not wait for the broker, which shares its core: its threads go first where the machine
     * lets them (root). What is measured is the service, on another core, which gets no such favour.
     */
    private static void putFirst() {
        try (Stream<Path> tasks = Files.list(Path.of("/proc/self/task"))) {
            for (Path task : tasks.toList()) {
                if (isOurs(task)) {
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

    private static boolean isOurs(Path task) throws IOException {
        try {
            return Files.readString(task.resolve("comm")).strip().equals(NAME);
        } catch (NoSuchFileException e) {
            return false; // it has just ended
        }
    }

    /** One connection: a thread writes, another reads. */
    private final class Connection {
        private final Socket socket;
        private final byte[] request;
        private final int unitAt;
        private final int idAt;
        private final int number;
        private final byte[] in = new byte[1 << 16];
        private int from;
        private int to;

        Connection(Socket socket, byte[] request, int number) throws IOException {
            socket.setTcpNoDelay(true);
            socket.setSoTimeout(30_000);
            this.socket = socket;
            this.request = request;
            this.number = number;
            this.unitAt = place(UNIT);
            this.idAt = place(ID);
        }

        /** Where the digits of this begin; -1: nowhere. */
        private int place(String text) {
            int at = new String(request, StandardCharsets.ISO_8859_1).indexOf(text);
            return at < 0 ? -1 : at + text.indexOf('-') + 1;
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
            long next = units.getAndIncrement();
            if (idAt < 0) {
                digits(unitAt, next);
            } else {
                digits(unitAt, number * UNITS_OF_CONNECTION + next % UNITS_OF_CONNECTION);
                digits(idAt, next);
            }
        }

        private void digits(int at, long value) {
            long left = value;
            for (int d = 7; d >= 0; d--) {
                request[at + d] = (byte) ('0' + left % 10);
                left /= 10;
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
