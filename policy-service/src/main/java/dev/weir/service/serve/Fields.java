package dev.weir.service.serve;

import dev.weir.rl.decision.UnitId;
import dev.weir.rl.feature.Features;
import dev.weir.schemas.wire.Refusal;
import dev.weir.schemas.wire.StrictJson;
import dev.weir.schemas.wire.Suggestion;
import java.time.DateTimeException;
import java.time.OffsetDateTime;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/** The fields of one request while it is read. Confined to one thread, used once. */
final class Fields {
    private static final int MAX_ID = 512;
    private static final List<String> KEYS = List.of(
            "id",
            "unit",
            "step",
            "features",
            "candidates",
            "baselineAction",
            "allowed",
            "activation",
            "slots",
            "at",
            "chosen",
            "propensity");

    private final RequestReader reader;
    private final String path;
    private int seen;
    private @Nullable String id;
    private @Nullable UnitId unit;
    private @Nullable Long step;
    private @Nullable Features features;
    private CandidatesReader.@Nullable Candidates candidates;
    private Ask.@Nullable Allowed allowed;
    private @Nullable String baseline;
    private boolean deferred;
    private @Nullable Long at;
    private @Nullable String chosen;
    private double propensity = Double.NaN;

    Fields(RequestReader reader, String path) {
        this.reader = reader;
        this.path = path;
    }

    Ask read(JsonParser p) {
        StrictJson.object(p, path.isEmpty() ? "body" : path.substring(0, path.length() - 1));
        for (String key = p.nextName(); key != null; key = p.nextName()) {
            int place = KEYS.indexOf(key);
            int bit = 1 << place;
            if (place < 0) {
                throw new Refusal(path + key, "an unknown key", Suggestion.among(key, KEYS));
            } else if ((seen & bit) != 0) {
                throw new Refusal(path + key, "given twice", "each key once");
            }
            seen |= bit;
            if (p.nextToken() != JsonToken.VALUE_NULL) {
                field(p, key);
            }
        }
        if (unit == null) {
            throw new Refusal(path + "unit", "absent", "the unit that is decided for");
        }
        return RequestReader.ask(
                id,
                unit,
                reader.step(step, path + "step"),
                features == null ? reader.context.absent(path + "features") : features,
                candidates == null ? reader.candidates.absent(path + "candidates") : candidates,
                allowed == null ? reader.allowed.absent(path + "allowed") : allowed,
                baseline,
                deferred,
                at,
                elsewhere());
    }

    private void field(JsonParser p, String key) {
        switch (key) {
            case "id" -> id = Ids.checked(StrictJson.text(p, path + key, 1, MAX_ID), path + key);
            case "unit" -> unit = new UnitId(Ids.checked(StrictJson.text(p, path + key, 1, MAX_ID), path + key));
            case "step" -> step = StrictJson.integer(p, path + key);
            case "features" -> features = reader.context.read(p, path + key);
            case "candidates" -> candidates = reader.candidates.read(p, path + key);
            case "allowed" -> allowed = reader.allowed.read(p, path + key);
            case "baselineAction" -> baseline = StrictJson.text(p, path + key, 1, MAX_ID);
            case "activation" -> deferred = deferred(StrictJson.text(p, path + key, 1, MAX_ID));
            case "slots" -> slots(p);
            case "at" -> at = at(p);
            case "chosen" -> chosen = StrictJson.text(p, path + key, 1, MAX_ID);
            default -> propensity = propensity(p);
        }
    }

    private boolean deferred(String text) {
        if (!text.equals("deferred") && !text.equals("immediate")) {
            throw new Refusal(path + "activation", text, "deferred or immediate");
        }
        return text.equals("deferred");
    }

    private void slots(JsonParser p) {
        long slots = StrictJson.integer(p, path + "slots");
        if (slots != 1) {
            throw new Refusal(path + "slots", slots, "1: this release fills one slot a decision");
        }
    }

    private double propensity(JsonParser p) {
        double value = StrictJson.number(p, path + "propensity");
        if (!(value > 0 && value <= 1)) {
            throw new Refusal(path + "propensity", value, "a probability in (0, 1]");
        }
        return value;
    }

    private Ask.@Nullable Elsewhere elsewhere() {
        if (chosen == null && Double.isNaN(propensity)) {
            return null;
        } else if (chosen == null || Double.isNaN(propensity)) {
            throw new Refusal(
                    path + (chosen == null ? "chosen" : "propensity"), "absent", "chosen and propensity, or neither");
        }
        return new Ask.Elsewhere(chosen, propensity);
    }

    private long at(JsonParser p) {
        String expected = "ISO-8601 with its offset, or epoch milliseconds";
        if (!reader.driver) {
            throw new Refusal(path + "at", "given", "no time: it is the service's clock's, for time.source is clock");
        }
        long time = -1;
        if (p.currentToken() == JsonToken.VALUE_NUMBER_INT) {
            time = StrictJson.integer(p, path + "at");
        } else if (p.currentToken() == JsonToken.VALUE_STRING) {
            try {
                time = OffsetDateTime.parse(p.getString()).toInstant().toEpochMilli();
            } catch (DateTimeException | ArithmeticException e) {
                throw StrictJson.wrong(p, path + "at", expected);
            }
        }
        if (time < 0) {
            throw StrictJson.wrong(p, path + "at", expected + ", not before 1970");
        }
        return time;
    }
}
