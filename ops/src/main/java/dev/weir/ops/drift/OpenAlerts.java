package dev.weir.ops.drift;

import dev.weir.schemas.avro.Alert;
import dev.weir.schemas.avro.AlertState;
import dev.weir.schemas.wire.Codec;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Alerts that fire, by key: each is told once when it begins and once when it ends, and is numbered, whatever restarts there are. */
final class OpenAlerts {
    private static final Codec<Alert> ALERTS = Codec.of(Alert.class);
    private static final String OPEN = "open/";
    private static final String INCIDENT = "incident/";

    private final Store store;
    private final Consumer<Alert> out;
    private final Map<String, Alert> open = new TreeMap<>();

    OpenAlerts(Store store, Consumer<Alert> out) {
        this.store = store;
        this.out = out;
        store.each(OPEN, (name, value) -> open.put(name.substring(OPEN.length()), ALERTS.decode(value)));
    }

    static String key(Kind kind, String scope) {
        return kind.title() + "/" + scope;
    }

    boolean fires(Kind kind, String scope) {
        return open.containsKey(key(kind, scope));
    }

    /** Whether one of this kind fires, whatever its scope. */
    boolean fires(Kind kind) {
        String prefix = kind.title() + "/";
        return open.keySet().stream().anyMatch(k -> k.startsWith(prefix));
    }

    List<Alert> all() {
        return new ArrayList<>(open.values());
    }

    /** Tells it, unless it fires already; sets its incident. */
    void fire(Alert alert) {
        String key = alert.getName() + "/" + alert.getScope();
        if (open.containsKey(key)) {
            return;
        }
        long incident = incident(key) + 1;
        alert.setIncident(incident);
        store.put(
                INCIDENT + key,
                ByteBuffer.allocate(Long.BYTES).putLong(incident).array());
        store.put(OPEN + key, ALERTS.encode(alert));
        open.put(key, alert);
        out.accept(alert);
    }

    private long incident(String key) {
        byte[] last = store.get(INCIDENT + key);
        return last == null ? 0 : ByteBuffer.wrap(last).getLong();
    }

    /** Tells that it is over, if it fires. */
    void resolve(Kind kind, String scope, long time, String summary, @Nullable Double current) {
        String key = key(kind, scope);
        Alert alert = open.remove(key);
        if (alert == null) {
            return;
        }
        store.put(OPEN + key, null);
        Alert.Builder over = Alert.newBuilder(alert)
                .setState(AlertState.RESOLVED)
                .setTime(time)
                .setSummary(summary);
        if (current != null) {
            over.setCurrent(current).setCurrentLow(null).setCurrentHigh(null);
        }
        out.accept(over.build());
    }
}
