package dev.weir.service.http;

import dev.weir.service.json.Json;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReferenceArray;

/** Answers to the items of a batch as they come, on any thread; the call is answered with the last. */
final class Results {
    private final Call call;
    private final AtomicReferenceArray<String> items;
    private final AtomicInteger left;

    Results(Call call, int items) {
        this.call = call;
        this.items = new AtomicReferenceArray<>(items);
        this.left = new AtomicInteger(items);
        if (items == 0) {
            reply();
        }
    }

    void put(int index, String json) {
        if (items.compareAndSet(index, null, json)) {
            answered();
        }
    }

    /** An item that is refused, counted as a request of its own would be. */
    void refuse(int index, ProblemBody problem) {
        if (items.compareAndSet(index, null, problem.json())) {
            call.refused(problem);
            answered();
        }
    }

    /** What all items say that have no answer yet; theirs come too late. */
    void refuseRest(ProblemBody problem) {
        for (int i = 0; i < items.length(); i++) {
            refuse(i, problem);
        }
    }

    private void answered() {
        if (left.decrementAndGet() == 0) {
            reply();
        }
    }

    private void reply() {
        Json json = new Json().object().key("results").list();
        for (int i = 0; i < items.length(); i++) {
            json.raw(items.get(i));
        }
        call.reply(200, json.endList().end().toString());
    }
}
