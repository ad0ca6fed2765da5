package dev.weir.systemtests.service;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;

/** A connection that says whatever bytes it is told to. */
public final class Wire implements AutoCloseable {
    private final Socket socket;

    public Wire(int port) throws IOException {
        socket = new Socket(InetAddress.getLoopbackAddress(), port);
        socket.setSoTimeout(10_000);
    }

    public Wire say(String text) throws IOException {
        return say(text.getBytes(StandardCharsets.ISO_8859_1));
    }

    public Wire say(byte[] bytes) throws IOException {
        socket.getOutputStream().write(bytes);
        socket.getOutputStream().flush();
        return this;
    }

    /** Says it byte by byte until the other end hangs up; milliseconds that it took. */
    public long trickle(String text, int millisBetween) throws InterruptedException {
        long begin = System.nanoTime();
        try {
            for (byte b : text.getBytes(StandardCharsets.ISO_8859_1)) {
                say(new byte[] {b});
                Thread.sleep(millisBetween);
            }
            throw new AssertionError("said all of it, expected to be hung up on");
        } catch (IOException e) {
            return (System.nanoTime() - begin) / 1_000_000;
        }
    }

    /** Everything that comes until the other end hangs up, or says nothing for long. */
    public String hear() throws IOException {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        byte[] some = new byte[4096];
        try {
            for (int n = socket.getInputStream().read(some);
                    n >= 0;
                    n = socket.getInputStream().read(some)) {
                all.write(some, 0, n);
            }
        } catch (SocketTimeoutException e) {
            all.writeBytes("(still open)".getBytes(StandardCharsets.ISO_8859_1));
        } catch (IOException e) {
            all.writeBytes("(reset)".getBytes(StandardCharsets.ISO_8859_1));
        }
        return all.toString(StandardCharsets.ISO_8859_1);
    }

    /** The status of the first answer; 0 if there is none. */
    public int status() throws IOException {
        String heard = hear();
        return heard.startsWith("HTTP/1.") ? Integer.parseInt(heard.substring(9, 12)) : 0;
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
