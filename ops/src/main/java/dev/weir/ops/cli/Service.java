package dev.weir.ops.cli;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
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

    @Option(
            names = "--token-file",
            paramLabel = "FILE",
            defaultValue = "${env:WEIR_TOKEN_FILE}",
            description =
                    "Holds the bearer token, where the service asks for one (default: what WEIR_TOKEN_FILE names).")
    @Nullable
    Path tokenFile;

    /** Posts JSON, prints the answer; 0, or 1 where the service refused it. */
    int post(String path, String json) throws InterruptedException {
        HttpResponse<String> response = send(HttpRequest.newBuilder(URI.create(url + path))
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(json)));
        boolean accepted = response.statusCode() < 300;
        (accepted ? System.out : System.err).println(response.body());
        return accepted ? 0 : Main.NO;
    }

    /** Asks for JSON. */
    HttpResponse<String> get(String path) throws InterruptedException {
        return send(HttpRequest.newBuilder(URI.create(url + path))
                .header("Accept", "application/json")
                .GET());
    }

    private HttpResponse<String> send(HttpRequest.Builder building) throws InterruptedException {
        try {
            if (tokenFile != null) {
                building.header(
                        "Authorization", "Bearer " + Files.readString(tokenFile).trim());
            }
            HttpRequest request = building.timeout(TIMEOUT).build();
            return HttpClient.newBuilder().connectTimeout(TIMEOUT).build().send(request, BodyHandlers.ofString());
        } catch (IOException e) {
            throw new IllegalStateException(url + " does not answer: " + e, e);
        }
    }
}
