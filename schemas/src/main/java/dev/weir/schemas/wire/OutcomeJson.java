package dev.weir.schemas.wire;

import com.dynatrace.hash4j.hashing.HashValue128;
import com.dynatrace.hash4j.hashing.Hashing;
import dev.weir.rl.decision.DecisionId;
import dev.weir.rl.decision.UnitId;
import dev.weir.schemas.avro.Features;
import dev.weir.schemas.avro.Outcome;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/**
 * An outcome as people write it: {@code decision}, or {@code unit} and {@code id}; {@code outcomeId}; {@code at} (ISO-8601
 * with its offset, or epoch milliseconds); {@code metrics}; {@code activation}; {@code episodeEnd}, and with it
 * {@code truncated}; {@code lastObservation}, named features as in a request. Without {@code outcomeId} it is derived from all that was given, so that an identical retry counts once.
 */
public final class OutcomeJson {
    private static final int MAX_METRICS = 256;
    private static final int MAX_ID = 512;
    private static final List<String> KEYS = List.of(
            "decision",
            "unit",
            "id",
            "outcomeId",
            "at",
            "metrics",
            "activation",
            "episodeEnd",
            "truncated",
            "lastObservation");

    private final long now;
    private final String path;
    private final @Nullable FeatureReader observations;
    private final Set<String> seen = new HashSet<>();
    private final TreeMap<String, Double> metrics = new TreeMap<>();
    private @Nullable String decision;
    private @Nullable String unit;
    private @Nullable String id;
    private @Nullable String outcomeId;
    private @Nullable Long at;
    private boolean activation;
    private boolean episodeEnd;
    private boolean truncated;
    private @Nullable Features lastObservation;

    private OutcomeJson(long now, String path, @Nullable FeatureReader observations) {
        this.now = now;
        this.path = path;
        this.observations = observations;
    }

    /**
     * Reads one document.
     *
     * @param now          event time, in epoch milliseconds, of an outcome that gives none
     * @param observations reads a last observation; null: the problem takes none
     * @throws Refusal naming the field, its value and what was expected
     */
    public static Outcome read(byte[] json, long now, @Nullable FeatureReader observations) {
        return StrictJson.read(json, parser -> read(parser, "", now, observations));
    }

    /** Reads the object that the parser stands on; {@code path} is what errors call it, "" for the body itself. */
    public static Outcome read(JsonParser parser, String path, long now, @Nullable FeatureReader observations) {
        return new OutcomeJson(now, path, observations).outcome(parser);
    }

    private Outcome outcome(JsonParser p) {
        StrictJson.object(p, path.isEmpty() ? "body" : path);
        for (String key = p.nextName(); key != null; key = p.nextName()) {
            StrictJson.once(seen, path, key);
            p.nextToken();
            if (p.currentToken() != JsonToken.VALUE_NULL) {
                field(p, key);
            }
        }
        String of = decisionId();
        if (metrics.isEmpty() && !activation && !episodeEnd && lastObservation == null) {
            throw new Refusal(
                    at("metrics"), "absent", "a metric, or activation, or episodeEnd: this outcome says nothing");
        }
        if (truncated && !episodeEnd) {
            throw new Refusal(at("truncated"), true, "false, or episodeEnd: true beside it");
        }
        String name = outcomeId == null ? derived(of) : outcomeId;
        return new Outcome(
                of, name, at == null ? now : at, metrics, activation, episodeEnd, lastObservation, truncated);
    }

    private void field(JsonParser p, String key) {
        switch (key) {
            case "decision" -> decision = StrictJson.text(p, at(key), 1, MAX_ID);
            case "unit" -> unit = StrictJson.text(p, at(key), 1, MAX_ID);
            case "id" -> id = StrictJson.text(p, at(key), 1, MAX_ID);
            case "outcomeId" -> outcomeId = StrictJson.text(p, at(key), 1, MAX_ID);
            case "at" -> at = time(p, at(key));
            case "metrics" -> metrics(p);
            case "activation" -> activation = StrictJson.truth(p, at(key));
            case "episodeEnd" -> episodeEnd = StrictJson.truth(p, at(key));
            case "truncated" -> truncated = StrictJson.truth(p, at(key));
            case "lastObservation" -> lastObservation = observation(p);
            default -> throw new Refusal(at(key), "an unknown key", Suggestion.among(key, KEYS));
        }
    }

    private Features observation(JsonParser p) {
        if (observations == null) {
            throw new Refusal(
                    at("lastObservation"),
                    "given",
                    "none: this problem has no episodes, or its actions come with each request");
        }
        return Values.record(observations.read(p, at("lastObservation")));
    }

    private void metrics(JsonParser p) {
        StrictJson.object(p, at("metrics"));
        for (String name = p.nextName(); name != null; name = p.nextName()) {
            String field = at("metrics") + "." + name;
            p.nextToken();
            if (name.isBlank() || name.length() > 128) {
                throw new Refusal(field, "a name of " + name.length() + " characters", "a name of 1 to 128 characters");
            }
            if (metrics.put(name, StrictJson.number(p, field)) != null) {
                throw new Refusal(field, "given twice", "each metric once");
            }
            if (metrics.size() > MAX_METRICS) {
                throw new Refusal(at("metrics"), "more than " + MAX_METRICS, "at most " + MAX_METRICS + " metrics");
            }
        }
    }

    private String decisionId() {
        if (decision != null) {
            if (unit != null || id != null) {
                throw new Refusal(at("decision"), decision, "either decision, or unit and id");
            }
            if (!DecisionId.isWellFormed(decision)) {
                throw new Refusal(at("decision"), decision, "a decision id: 16 hex digits, '-', 32 hex digits");
            }
            return decision;
        }
        if (unit == null || id == null) {
            throw new Refusal(at(unit == null ? "decision" : "id"), "absent", "decision, or unit and id");
        }
        return DecisionId.of(new UnitId(unit), id).value();
    }

    /** Murmur3 over the decision, the time if it was given, what it says and the bits of its metrics in order of name. */
    private String derived(String of) {
        StringBuilder all = new StringBuilder(of).append('|').append(at == null ? "" : at);
        all.append('|').append(activation).append('|').append(episodeEnd);
        for (Map.Entry<String, Double> metric : metrics.entrySet()) {
            all.append('|').append(metric.getKey().length()).append(':').append(metric.getKey());
            all.append('=').append(Long.toHexString(Double.doubleToLongBits(metric.getValue())));
        }
        if (truncated || lastObservation != null) {
            all.append('|').append(truncated).append('|').append(lastObservation);
        }
        HashValue128 hash =
                Hashing.murmur3_128().hashBytesTo128Bits(all.toString().getBytes(StandardCharsets.UTF_8));
        HexFormat hex = HexFormat.of();
        return "auto-" + hex.toHexDigits(hash.getMostSignificantBits())
                + hex.toHexDigits(hash.getLeastSignificantBits());
    }

    private static long time(JsonParser p, String field) {
        String expected = "a time: ISO-8601 with its offset, like 2026-11-22T10:15:30Z, or epoch milliseconds";
        long time;
        if (p.currentToken() == JsonToken.VALUE_STRING) {
            try {
                Instant instant = OffsetDateTime.parse(p.getString()).toInstant();
                time = instant.toEpochMilli();
            } catch (DateTimeParseException | ArithmeticException e) {
                throw StrictJson.wrong(p, field, expected);
            }
        } else if (p.currentToken() == JsonToken.VALUE_NUMBER_INT) {
            time = StrictJson.integer(p, field);
        } else {
            throw StrictJson.wrong(p, field, expected);
        }
        if (time < 0) {
            throw StrictJson.wrong(p, field, expected + ", not before 1970");
        }
        return time;
    }

    private String at(String key) {
        return path.isEmpty() ? key : path + "." + key;
    }
}
