package dev.weir.ops.drift;

import dev.weir.evaluation.drift.WatchSettings;
import dev.weir.ops.drift.Watched.What;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** All watches of a problem, made when first met, at most so many, and kept in the store. */
final class Watches {
    private final Budget budget;
    private final Store store;
    private final int most;
    private final Map<String, Watched> all = new TreeMap<>();
    private final Map<String, Watched> shifted = new TreeMap<>();

    Watches(Budget budget, Store store, int most) {
        this.budget = budget;
        this.store = store;
        this.most = most;
        store.each("watch/", (name, value) -> {
            String[] parts = name.split("/", 3);
            Watched watched = make(What.valueOf(parts[1]), parts[2]);
            watched.load(value);
            all.put(watched.key(), watched);
            after(watched);
        });
    }

    private Watched make(What what, String scope) {
        WatchSettings settings = switch (what) {
            case REWARD -> scope.equals(DriftBook.ALL) ? budget.reward() : budget.other();
            case CONTEXT, POLICY -> budget.expectation();
            case JOIN -> budget.share();
            case DISTANCE, DELAY -> budget.other();
        };
        return new Watched(what, scope, settings);
    }

    /** The watch of this, or null where there are as many as there may be. */
    @Nullable
    Watched get(What what, String scope) {
        String key = "watch/" + what + "/" + scope;
        Watched watched = all.get(key);
        if (watched == null && all.size() < most) {
            watched = make(what, scope);
            all.put(key, watched);
        }
        return watched;
    }

    /** The watch on all decisions. */
    Watched all(What what) {
        Watched watched = get(what, DriftBook.ALL);
        if (watched == null) {
            throw new IllegalStateException("no room for the watch on " + what);
        }
        return watched;
    }

    /** Notes whether it is shifted now. */
    void after(Watched watched) {
        if (watched.watch.shifted()) {
            shifted.put(watched.key(), watched);
        } else if (!shifted.isEmpty()) {
            shifted.remove(watched.key());
        }
    }

    /** Those that are shifted, all decisions' before parts of them; a copy. */
    List<Watched> shifted() {
        if (shifted.isEmpty()) {
            return List.of();
        }
        List<Watched> now = new ArrayList<>(shifted.values());
        now.removeIf(w -> !w.watch.shifted());
        shifted.values().retainAll(now);
        return now;
    }

    Collection<Watched> each() {
        return all.values();
    }

    void save() {
        for (Watched watched : all.values()) {
            if (watched.touched) {
                store.put(watched.key(), watched.saved());
            }
        }
    }
}
