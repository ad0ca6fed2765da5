package dev.weir.service.security;

import java.time.Duration;

/**
 * How large and how slow a request may be.
 *
 * @param body        bytes of one request's body, inflated too
 * @param batch       bytes of a batch's body, inflated too
 * @param headers     bytes of all header lines
 * @param headerTime  from the connection to its first request's last header
 * @param bodyTime    from the last header to the end of the body
 * @param idle        how long a connection may wait for its next request, trickling or silent
 * @param connections open at once on each port
 */
public record Bounds(
        int body, int batch, int headers, Duration headerTime, Duration bodyTime, Duration idle, int connections) {
    /** What holds unless settings say otherwise. */
    public static final Bounds USUAL = new Bounds(
            1 << 20,
            64 << 20,
            16 << 10,
            Duration.ofSeconds(10),
            Duration.ofSeconds(30),
            Duration.ofSeconds(120),
            10_000);
}
