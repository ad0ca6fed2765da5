package dev.weir.systemtests.load;

import static dev.weir.systemtests.load.Machine.spread;
import static dev.weir.systemtests.load.Machine.verdict;

import dev.weir.ops.embedded.EmbeddedBroker;
import dev.weir.systemtests.service.Wire;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.zip.GZIPOutputStream;

/**
 * Good callers at a steady pace while others attack: headers and bodies that trickle, bombs, two lengths, floods of headers,
 * deep JSON, forged tokens, idle sockets; seconds with beside seconds without, in turn. The service has core 0.
 *
 * <p>Arguments: {@code [good decisions a second] [attacks a second of each kind] [idle sockets]}; 5000, 20 and 2000 if left
 * out.
 */
public final class AttackLoad {
    private static final int WARM_UP = 3; // turns in which what refuses is compiled
    private static final int TURNS = 5;
    private static final double SECONDS = 6;
    private static final String NAME = "attacked";
    private static final String TOKEN = "a token of thirty-two characters";
    private static final String FORGED =
            "Authorization: Bearer eyJhbGciOiJub25lIn0.eyJzdWIiOiJnb29kIiwiZXhwIjo5OTk5OTk5OTk5fQ.\r\n";

    private final int port;
    private final int perSecond;
    private final List<Wire> idle = new ArrayList<>();
    private final AtomicBoolean on = new AtomicBoolean();
    private final AtomicLong attacks = new AtomicLong();

    private AttackLoad(int port, int perSecond) {
        this.port = port;
        this.perSecond = perSecond;
    }

    public static void main(String[] args) throws Exception {
        double good = args.length > 0 ? Double.parseDouble(args[0]) : 5000;
        int perSecond = args.length > 1 ? Integer.parseInt(args[1]) : 20;
        int sockets = args.length > 2 ? Integer.parseInt(args[2]) : 2000;
        Machine.onCoreOne();
        Path folder = Files.createTempDirectory("weir-load");
        byte[] hash = MessageDigest.getInstance("SHA-256").digest(TOKEN.getBytes(StandardCharsets.UTF_8));
        Path security = Files.writeString(
                folder.resolve("security.yaml"), """
                principals: [{principal: good, token-sha256: %s, roles: {%s: [decide]}}]
                bounds: {header-time: PT3S, body-time: PT3S, idle: PT60S, connections: 8000}
                """.formatted(HexFormat.of().formatHex(hash), NAME));
        EmbeddedBroker broker = EmbeddedBroker.start(folder.resolve("broker"), 0);
        try (LoadedProcess service = LoadedProcess.start(
                LoadedService.class,
                folder,
                folder.toString(),
                broker.bootstrapServers(),
                "epsilon-greedy",
                security.toString(),
                NAME + "=after-reply")) {
            new AttackLoad(service.port(), perSecond).run(good, sockets);
        } finally {
            broker.close();
            Machine.delete(folder);
        }
    }

    private void run(double good, int sockets) throws Exception {
        LoadClient client = new LoadClient(
                port, LoadProblem.path(NAME), 4, LoadProblem.body(), "Authorization: Bearer " + TOKEN + "\r\n");
        while (client.paced((int) (good * 5), good).millis(0.99) > 5 && client.answered() < good * 60) {
            continue; // until its compiler rests
        }
        double[] quiet = new double[TURNS];
        double[] attacked = new double[TURNS];
        double[] ratio = new double[TURNS];
        for (int i = -WARM_UP; i < TURNS; i++) {
            double alone = client.paced((int) (good * SECONDS), good).millis(0.99);
            List<Thread> attackers = attack(sockets);
            double under = client.paced((int) (good * SECONDS), good).millis(0.99);
            on.set(false);
            for (Thread attacker : attackers) {
                attacker.join();
            }
            hangUp();
            System.out.printf(
                    "%d: p99 %.2f ms alone, %.2f ms under attack; load average %s%n",
                    i + 1, alone, under, Machine.loadAverage());
            if (i >= 0) {
                quiet[i] = alone;
                attacked[i] = under;
                ratio[i] = under / alone;
            }
        }
        System.out.printf(
                "p99 alone %s ms, under attack %s ms, ratio %s, bar 2: %s; %d attacks and %d idle sockets each time;"
                        + " errors of good callers %d: %s%n",
                spread(quiet, "%.2f"),
                spread(attacked, "%.2f"),
                spread(ratio, "%.2f"),
                verdict(Machine.median(ratio) <= 2),
                attacks.get() / (WARM_UP + TURNS),
                sockets,
                client.errors(),
                verdict(client.errors() == 0));
    }

    private List<Thread> attack(int sockets) throws IOException {
        on.set(true);
        for (int i = 0; i < sockets; i++) {
            idle.add(new Wire(port));
        }
        String token = "Authorization: Bearer " + TOKEN + "\r\n";
        byte[] bomb = bomb();
        String deep = "{\"unit\":\"u\",\"features\":{\"x\":" + "[".repeat(5000);
        List<byte[]> kinds = List.of(
                bytes(head(token, "Content-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n")),
                bytes(head(token, "X-A: bbbbbbbbbbbbbbbbbbbb\r\n".repeat(1000), "\r\n")),
                bytes(head(token, "Content-Length: " + deep.length() + "\r\n\r\n", deep)),
                bytes(head(FORGED, "Content-Length: 2\r\n\r\n{}")),
                bytes(head("Content-Length: 9000000\r\n\r\n")),
                joined(
                        bytes(head(token, "Content-Encoding: gzip\r\nContent-Length: " + bomb.length + "\r\n\r\n")),
                        bomb),
                bytes(head(token, "X-Slow: a")), // and nothing more
                bytes(head(token, "Content-Length: 100\r\n\r\n{\"u")),
                bytes("\0\1\2\3 nonsense\r\n\r\n"));
        List<Thread> attackers = new ArrayList<>();
        for (byte[] kind : kinds) {
            attackers.add(new Thread(() -> again(kind), "attacker"));
        }
        attackers.forEach(Thread::start);
        return attackers;
    }

    private void again(byte[] said) {
        List<Wire> open = new ArrayList<>();
        while (on.get()) {
            try {
                Wire wire = new Wire(port);
                open.add(wire.say(said));
                attacks.incrementAndGet();
                if (open.size() > 100) {
                    open.remove(0).close();
                }
                Thread.sleep(1000 / perSecond);
            } catch (IOException e) {
                continue; // it hung up on us
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            }
        }
        close(open);
    }

    private void hangUp() {
        close(idle);
        idle.clear();
    }

    private static void close(List<Wire> wires) {
        for (Wire wire : wires) {
            try {
                wire.close();
            } catch (IOException e) {
                continue; // it is gone
            }
        }
    }

    private static String head(String... more) {
        return "POST " + LoadProblem.path(NAME) + " HTTP/1.1\r\nHost: x\r\n" + String.join("", more);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }

    private static byte[] joined(byte[] head, byte[] body) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        all.writeBytes(head);
        all.writeBytes(body);
        return all.toByteArray();
    }

    /** Two hundred megabytes of nothing. */
    private static byte[] bomb() throws IOException {
        ByteArrayOutputStream bomb = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(bomb)) {
            byte[] nothing = new byte[1 << 20];
            for (int i = 0; i < 200; i++) {
                gzip.write(nothing);
            }
        }
        return bomb.toByteArray();
    }
}
