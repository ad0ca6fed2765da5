package dev.weir.ops.alert;

import dev.weir.schemas.avro.Alert;
import dev.weir.schemas.avro.AlertState;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Alerts as JSON: as a webhook gets them and the command line prints them, and as Alertmanager's API v2 wants them. */
public final class AlertJson {
    private AlertJson() {}

    /** Everything. */
    public static Map<String, @Nullable Object> of(Alert alert) {
        Map<String, @Nullable Object> json = new LinkedHashMap<>();
        json.put("id", id(alert));
        json.put("name", alert.getName());
        json.put("state", state(alert));
        json.put("severity", alert.getSeverity());
        json.put("problem", alert.getProblem());
        json.put("scope", alert.getScope());
        json.put("version", alert.getVersion());
        json.put("variant", alert.getVariant());
        json.put("summary", alert.getSummary());
        json.put("metric", alert.getMetric());
        json.put("baseline", alert.getBaseline());
        json.put("current", alert.getCurrent());
        json.put("currentLow", alert.getCurrentLow());
        json.put("currentHigh", alert.getCurrentHigh());
        json.put("effect", alert.getEffect());
        json.put("samples", alert.getSamples());
        json.put("joinCoverage", alert.getJoinCoverage());
        json.put("firedAt", time(alert.getFiredAt()));
        json.put("changedAt", alert.getChangedAt() == null ? null : time(alert.getChangedAt()));
        json.put("time", time(alert.getTime()));
        json.put("detector", alert.getDetector());
        json.put("setting", alert.getSetting());
        json.put("action", alert.getAction());
        json.put("links", alert.getLinks());
        return json;
    }

    /** The same for every telling of the same alarm's beginning or end. */
    static String id(Alert alert) {
        return alert.getProblem() + "/" + alert.getName() + "/" + alert.getScope() + "/" + alert.getIncident() + "/"
                + state(alert);
    }

    private static String state(Alert alert) {
        return alert.getState().name().toLowerCase(Locale.ROOT);
    }

    private static String time(long millis) {
        return Instant.ofEpochMilli(millis).toString();
    }

    /**
     * As Alertmanager wants it: one that fires ends by itself unless it is told again.
     *
     * @param now  milliseconds by the clock
     * @param ends milliseconds from now after which it ends by itself
     */
    static Map<String, Object> forAlertmanager(Alert alert, long now, long ends) {
        Map<String, Object> labels = new LinkedHashMap<>(alert.getLabels());
        labels.put("alertname", alert.getName());
        labels.put("problem", alert.getProblem());
        labels.put("scope", alert.getScope());
        labels.put("severity", alert.getSeverity());
        if (alert.getVariant() != null) {
            labels.put("variant", alert.getVariant());
        }
        Map<String, Object> annotations = new LinkedHashMap<>();
        of(alert).forEach((key, value) -> {
            if (value != null && !labels.containsKey(key)) {
                annotations.put(key, String.valueOf(value));
            }
        });
        long begun = Math.min(alert.getFiredAt(), now);
        boolean fires = alert.getState() == AlertState.FIRING;
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("labels", labels);
        json.put("annotations", annotations);
        json.put("startsAt", time(begun));
        json.put("endsAt", time(fires ? now + ends : Math.max(begun, Math.min(alert.getTime(), now))));
        return json;
    }
}
