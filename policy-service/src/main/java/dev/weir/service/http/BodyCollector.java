package dev.weir.service.http;

import io.vertx.core.buffer.Buffer;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Collects a request's body up to a bound; most bodies come in one piece, which is then not copied twice. */
final class BodyCollector {
    private static final byte[] NOTHING = {};

    private final Call call;
    private final int most;
    private final Consumer<byte[]> handler;
    private @Nullable Buffer collected;
    private boolean own;
    private boolean refused;

    BodyCollector(Call call, int most, Consumer<byte[]> handler) {
        this.call = call;
        this.most = most;
        this.handler = handler;
    }

    void collect() {
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
        if (!refused) {
            byte[] body = collected == null ? NOTHING : collected.getBytes();
            call.guarded(() -> handler.accept(body));
        }
    }
}
