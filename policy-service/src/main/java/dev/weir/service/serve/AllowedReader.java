package dev.weir.service.serve;

import dev.weir.rl.decision.ActionSpace;
import dev.weir.schemas.problem.ProblemFile;
import dev.weir.schemas.wire.Refusal;
import dev.weir.schemas.wire.StrictJson;
import dev.weir.schemas.wire.Suggestion;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/** Reads a request's {@code allowed}: {@code max}, the key that the problem's limits name, {@code actions}. Immutable. */
final class AllowedReader {
    private static final int MAX_ACTIONS = 10_001;

    private final boolean quantities;
    private final @Nullable String limit;
    private final List<String> keys = new ArrayList<>();

    AllowedReader(ProblemFile file) {
        this.quantities = file.decision().actions() instanceof ActionSpace.Quantities;
        this.limit = file.limits().requestMax();
        keys.add("actions");
        if (quantities) {
            keys.add("max");
        }
        if (limit != null && !limit.equals("max")) {
            keys.add(limit);
        }
    }

    /** What a request without the key has. */
    Ask.Allowed absent(String path) {
        return checked(Ask.Allowed.ALL, path);
    }

    /** Reads the object that the parser stands on. */
    Ask.Allowed read(JsonParser p, String path) {
        StrictJson.object(p, path);
        Set<String> seen = new HashSet<>();
        double max = Double.POSITIVE_INFINITY;
        double limited = Double.NaN;
        List<String> actions = null;
        for (String key = p.nextName(); key != null; key = p.nextName()) {
            StrictJson.once(seen, path, key);
            p.nextToken();
            if (key.equals("actions")) {
                actions = actions(p, path + ".actions");
            } else if (key.equals(limit)) {
                limited = StrictJson.number(p, path + "." + key);
            } else if (key.equals("max") && quantities) {
                max = StrictJson.number(p, path + ".max");
            } else {
                throw new Refusal(path + "." + key, "an unknown key", Suggestion.among(key, keys));
            }
        }
        return checked(new Ask.Allowed(max, limited, actions), path);
    }

    private Ask.Allowed checked(Ask.Allowed allowed, String path) {
        if (limit != null && Double.isNaN(allowed.limit())) {
            throw new Refusal(path + "." + limit, "absent", "a number: the problem's limits name this key");
        }
        return allowed;
    }

    private static List<String> actions(JsonParser p, String path) {
        if (p.currentToken() != JsonToken.START_ARRAY) {
            throw StrictJson.wrong(p, path, "a list of action ids");
        }
        List<String> actions = new ArrayList<>();
        while (p.nextToken() != JsonToken.END_ARRAY) {
            if (actions.size() == MAX_ACTIONS) {
                throw new Refusal(path, "more than " + MAX_ACTIONS, "at most " + MAX_ACTIONS + " action ids");
            }
            actions.add(StrictJson.text(p, path + "[" + actions.size() + "]", 1, 512));
        }
        return actions;
    }
}
