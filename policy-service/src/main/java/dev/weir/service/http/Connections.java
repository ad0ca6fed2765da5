package dev.weir.service.http;

import dev.weir.service.security.Bounds;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpServerRequest;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * The connections of one event loop, and how long each has been in its state: bytes that trickle in do not make it younger,
 * as they do for an idle timeout. Confined to its loop.
 */
final class Connections {
    private final Bounds bounds;
    private final AtomicInteger open;
    private final Map<HttpConnection, Watched> all = new IdentityHashMap<>();

    /** @param open connections of the port, over all its loops */
    Connections(Bounds bounds, AtomicInteger open) {
        this.bounds = bounds;
        this.open = open;
    }

    /** One connection. */
    static final class Watched {
        private long sinceNanos = System.nanoTime();
        private boolean first = true;
        private @Nullable Call reading;
        private boolean serving;

        /** A request's headers are there; its body is read. */
        void begins(Call call) {
            reading = call;
            serving = true;
            first = false;
            sinceNanos = System.nanoTime();
        }

        /** The whole request is there. */
        void isRead() {
            reading = null;
        }

        /** It was answered; the next may come. */
        void isAnswered() {
            reading = null;
            serving = false;
            sinceNanos = System.nanoTime();
        }
    }

    void opened(HttpConnection connection) {
        if (open.incrementAndGet() > bounds.connections()) {
            connection.closeHandler(ignored -> open.decrementAndGet());
            connection.close();
            return;
        }
        all.put(connection, new Watched());
        connection.closeHandler(ignored -> {
            all.remove(connection);
            open.decrementAndGet();
        });
    }

    Watched of(HttpServerRequest request) {
        Watched watched = all.get(request.connection());
        return watched == null ? new Watched() : watched; // none: one too many, which is closed already
    }

    /** Ends what has taken too long. */
    void sweep() {
        long now = System.nanoTime();
        List<HttpConnection> late = new ArrayList<>();
        List<Call> slow = new ArrayList<>();
        all.forEach((connection, w) -> {
            long age = now - w.sinceNanos;
            if (w.reading != null) {
                if (age > bounds.bodyTime().toNanos()) {
                    slow.add(w.reading);
                }
            } else if (!w.serving && age > (w.first ? bounds.headerTime() : bounds.idle()).toNanos()) {
                late.add(connection);
            }
        });
        slow.forEach(Call::tooSlow);
        late.forEach(HttpConnection::close);
    }
}
