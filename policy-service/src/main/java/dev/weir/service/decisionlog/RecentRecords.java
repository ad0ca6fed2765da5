package dev.weir.service.decisionlog;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/** The last records that were written, encoded, by key; large ones are not kept. Safe for use by many threads. */
final class RecentRecords {
    private static final int MOST = 1024;
    private static final int MOST_BYTES = 16 << 10;

    private final AtomicReferenceArray<@Nullable Kept> ring = new AtomicReferenceArray<>(MOST);
    private final AtomicInteger next = new AtomicInteger();

    private record Kept(String key, byte[] value) {}

    void put(String key, byte[] value) {
        if (value.length <= MOST_BYTES) {
            ring.setRelease(next.getAndIncrement() & MOST - 1, new Kept(key, value));
        }
    }

    byte @Nullable [] find(String key) {
        for (int i = 0; i < MOST; i++) {
            Kept kept = ring.getAcquire(i);
            if (kept != null && kept.key.equals(key)) {
                return kept.value;
            }
        }
        return null;
    }
}
