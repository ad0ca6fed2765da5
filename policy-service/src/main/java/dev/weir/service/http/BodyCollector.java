package dev.weir.service.http;

import dev.weir.schemas.wire.Refusal;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import java.io.IOException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Collects a request's body up to a bound; most bodies come in one piece, which is then not copied twice. Compressed ones
 * are inflated, up to the same bound, on another thread.
 */
final class BodyCollector {
    private static final byte[] NOTHING = {};

    private final Call call;
    private final int most;
    private final Consumer<byte[]> handler;
    private boolean gzip;
    private @Nullable Buffer collected;
    private boolean own;
    private boolean refused;

    BodyCollector(Call call, int most, Consumer<byte[]> handler) {
        this.call = call;
        this.most = most;
        this.handler = handler;
    }

    void collect() {
        String encoding = call.request().getHeader(HttpHeaders.CONTENT_ENCODING);
        if (encoding != null && !encoding.equalsIgnoreCase("identity")) {
            gzip = encoding.equalsIgnoreCase("gzip");
            if (!gzip) {
                call.refuseUnread(ProblemBody.of(
                        415, "encoding", "The body's encoding is not read", "gzip, or no content encoding"));
                return;
            }
        }
        call.request().handler(this::more);
        call.request().endHandler(ignored -> end());
    }

    private void more(Buffer piece) {
        if (refused) {
            return;
        }
        int before = collected == null ? 0 : collected.length();
        if (before + (long) piece.length() > most) {
            refused = true;
            collected = null;
            call.tooLarge(most);
        } else if (collected == null) {
            collected = piece;
        } else {
            if (!own) {
                collected = Buffer.buffer(4 * before).appendBuffer(collected);
                own = true;
            }
            collected.appendBuffer(piece);
        }
    }

    private void end() {
        if (refused) {
            return;
        }
        call.isRead();
        byte[] body = collected == null ? NOTHING : collected.getBytes();
        if (gzip) {
            call.aside(() -> inflated(body));
        } else {
            call.guarded(() -> handler.accept(body));
        }
    }

    private void inflated(byte[] compressed) {
        byte[] body;
        try {
            body = Inflater.gzip(compressed, most);
        } catch (IOException e) {
            throw new Refusal("body", "no gzip: " + e.getMessage(), "what Content-Encoding says");
        }
        if (body == null) {
            call.tooLarge(most);
        } else {
            handler.accept(body);
        }
    }
}
