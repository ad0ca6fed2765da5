package dev.weir.ops.cli;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import picocli.CommandLine.Option;

/** The policy service as a command talks to it. */
final class Service {
    private static final Duration TIMEOUT = Duration.ofSeconds(10);

    @Option(
            names = "--service",
            paramLabel = "URL",
            defaultValue = "http://127.0.0.1:8642",
            description = "The policy service (default: ${DEFAULT-VALUE}).")
    String url = "http://127.0.0.1:8642";

    /** Posts JSON, prints the answer; 0, or 1 where the service refused it. */
    int post(String path, String json) throws InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(URI.create(url + path))
                .timeout(TIMEOUT)
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(json))
                .build();
        try {
            HttpResponse<String> response =
                    HttpClient.newBuilder().connectTimeout(TIMEOUT).build().send(request, BodyHandlers.ofString());
            boolean accepted = response.statusCode() < 300;
            (accepted ? System.out : System.err).println(response.body());
            return accepted ? 0 : Main.NO;
        } catch (IOException e) {
            throw new IllegalStateException(url + " does not answer: " + e, e);
        }
    }
}
