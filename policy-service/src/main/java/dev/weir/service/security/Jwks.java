package dev.weir.service.security;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.Key;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jose4j.jwk.JsonWebKeySet;
import org.jose4j.jws.JsonWebSignature;
import org.jose4j.jwx.JsonWebStructure;
import org.jose4j.keys.resolvers.JwksVerificationKeyResolver;
import org.jose4j.keys.resolvers.VerificationKeyResolver;
import org.jose4j.lang.JoseException;
import org.jose4j.lang.UnresolvableKeyException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The issuer's keys, read now and then by a thread of their own; no request waits for them. Keys that were read stay when
 * they cannot be read again. Safe for use by many threads.
 */
final class Jwks implements VerificationKeyResolver, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Jwks.class);
    private static final Duration TIMEOUT = Duration.ofSeconds(10);

    private final String source;
    private final ScheduledExecutorService thread;
    private volatile VerificationKeyResolver keys = new JwksVerificationKeyResolver(List.of());

    private Jwks(String source) {
        this.source = source;
        this.thread = Executors.newSingleThreadScheduledExecutor(task -> {
            Thread made = new Thread(task, "weir-jwks");
            made.setDaemon(true);
            return made;
        });
    }

    static Jwks start(String source, Duration every) {
        Jwks keys = new Jwks(source);
        keys.refresh();
        keys.thread.scheduleWithFixedDelay(keys::refresh, every.toMillis(), every.toMillis(), TimeUnit.MILLISECONDS);
        return keys;
    }

    private void refresh() {
        try {
            String json = source.startsWith("https://") ? fetch() : Files.readString(Path.of(source));
            keys = new JwksVerificationKeyResolver(new JsonWebKeySet(json).getJsonWebKeys());
        } catch (IOException | JoseException | RuntimeException e) {
            LOG.warn("the keys of {} cannot be read, those that were read before stay: {}", source, e.toString());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private String fetch() throws IOException, InterruptedException {
        HttpClient client = HttpClient.newBuilder().connectTimeout(TIMEOUT).build();
        HttpRequest request =
                HttpRequest.newBuilder(URI.create(source)).timeout(TIMEOUT).build();
        HttpResponse<String> response = client.send(request, HttpResponse.BodyHandlers.ofString());
        if (response.statusCode() != 200) {
            throw new IOException("status " + response.statusCode());
        }
        return response.body();
    }

    @Override
    public Key resolveKey(JsonWebSignature jws, List<JsonWebStructure> nested) throws UnresolvableKeyException {
        return keys.resolveKey(jws, nested);
    }

    @Override
    public void close() {
        thread.shutdownNow();
    }
}
