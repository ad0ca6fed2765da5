package dev.weir.service.http;

import dev.weir.schemas.wire.Refusal;
import dev.weir.service.json.Json;
import dev.weir.service.policystore.Served;
import dev.weir.service.serve.ProblemService;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerRequest;
import java.time.DateTimeException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** Which version of a track decides; on request not before it has learned from so many transitions. */
final class Policies {
    private static final Duration MAX_WAIT = Duration.ofMinutes(1);

    private final Vertx vertx;

    Policies(Vertx vertx) {
        this.vertx = vertx;
    }

    void get(Call call, ProblemService service) {
        String named = call.request().getParam("track");
        String track = named == null ? service.file().serve() : named;
        if (service.file().tracks().stream().noneMatch(t -> t.name().equals(track))) {
            throw new Refusal(
                    "track",
                    track,
                    "one of the problem's tracks "
                            + service.file().tracks().stream()
                                    .map(t -> t.name())
                                    .toList());
        }
        long transitions = transitions(call.request());
        long millis = waitMillis(call.request());
        CompletableFuture<Served> reached = service.store().whenLearned(track, transitions);
        if (reached.isDone() || millis == 0) {
            reached.cancel(false);
            reply(call, track, service.store().served(track));
            return;
        }
        long timer = vertx.setTimer(millis, ignored -> reached.cancel(false));
        reached.whenComplete((served, failure) -> {
            vertx.cancelTimer(timer);
            reply(call, track, service.store().served(track));
        });
    }

    private static void reply(Call call, String track, @Nullable Served served) {
        if (served == null) {
            call.fail(ProblemBody.notFound("track " + track + " has no version yet"));
            return;
        }
        call.reply(
                200,
                new Json()
                        .object()
                        .field("track", track)
                        .field("version", served.version().toString())
                        .field("transitions", served.transitions())
                        .field("sha256", served.sha256())
                        .end()
                        .toString());
    }

    private static long transitions(HttpServerRequest request) {
        String text = request.getParam("transitions");
        try {
            return text == null ? 0 : Long.parseLong(text);
        } catch (NumberFormatException e) {
            throw new Refusal("transitions", text, "a whole number");
        }
    }

    private static long waitMillis(HttpServerRequest request) {
        String text = request.getParam("wait");
        try {
            Duration wait = text == null ? Duration.ZERO : Duration.parse(text);
            if (!wait.isNegative() && wait.compareTo(MAX_WAIT) <= 0) {
                return wait.toMillis();
            }
        } catch (DateTimeException | ArithmeticException e) {
            throw new Refusal("wait", text, "an ISO-8601 duration up to " + MAX_WAIT);
        }
        throw new Refusal("wait", text, "an ISO-8601 duration up to " + MAX_WAIT);
    }
}
