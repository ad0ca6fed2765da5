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
        if (items.compareAndSet(index, null, json) && left.decrementAndGet() == 0) {
            reply();
        }
    }

    /** What all items say that have no answer yet; theirs come too late. */
    void rest(String json) {
        for (int i = 0; i < items.length(); i++) {
            put(i, json);
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
