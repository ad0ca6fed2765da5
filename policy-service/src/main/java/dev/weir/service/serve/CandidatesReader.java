package dev.weir.service.serve;

import dev.weir.rl.decision.ActionSpace;
import dev.weir.rl.decision.Candidate;
import dev.weir.rl.feature.Features;
import dev.weir.schemas.wire.FeatureReader;
import dev.weir.schemas.wire.Refusal;
import dev.weir.schemas.wire.StrictJson;
import dev.weir.schemas.wire.Suggestion;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/** Reads the candidates of a request: ids unique, at most as many as the problem says. Immutable. */
final class CandidatesReader {
    private static final Candidates NONE = new Candidates(List.of(), Map.of());

    private final ActionSpace.@Nullable Candidates space;
    private final @Nullable FeatureReader features;

    /** Candidates, and their places by id. */
    record Candidates(List<Candidate> list, Map<String, Integer> places) {}

    /** @param space null where the problem declares its actions */
    CandidatesReader(ActionSpace.@Nullable Candidates space) {
        this.space = space;
        this.features = space == null ? null : new FeatureReader(space.features());
    }

    /** What a request without the key has. */
    Candidates absent(String path) {
        if (space != null) {
            throw new Refusal(path, "absent", "1 to " + space.max() + " candidates");
        }
        return NONE;
    }

    /** Reads the list that the parser stands on. */
    Candidates read(JsonParser p, String path) {
        if (space == null || features == null) {
            throw new Refusal(path, "given", "no candidates: this problem declares its actions");
        } else if (p.currentToken() != JsonToken.START_ARRAY) {
            throw StrictJson.wrong(p, path, "a list of candidates");
        }
        List<Candidate> list = new ArrayList<>();
        Map<String, Integer> places = new HashMap<>();
        while (p.nextToken() != JsonToken.END_ARRAY) {
            if (list.size() == space.max()) {
                throw new Refusal(path, "more than " + space.max(), "1 to " + space.max() + " candidates");
            }
            Candidate candidate = candidate(p, features, path, list.size());
            if (places.putIfAbsent(candidate.id(), list.size()) != null) {
                throw new Refusal(
                        path + "[" + list.size() + "].id", candidate.id(), "an id that no other candidate has");
            }
            list.add(candidate);
        }
        if (list.isEmpty()) {
            throw new Refusal(path, "an empty list", "1 to " + space.max() + " candidates");
        }
        return new Candidates(list, places);
    }

    private static Candidate candidate(JsonParser p, FeatureReader reader, String list, int index) {
        String path = list + "[" + index + "]";
        StrictJson.object(p, path);
        String id = null;
        Features features = null;
        for (String key = p.nextName(); key != null; key = p.nextName()) {
            p.nextToken();
            if (key.equals("id") && id == null) {
                id = StrictJson.text(p, path + ".id", 1, 512);
            } else if (key.equals("features") && features == null) {
                features = reader.read(p, path + ".features");
            } else if (key.equals("id") || key.equals("features")) {
                throw new Refusal(path + "." + key, "given twice", "each key once");
            } else {
                throw new Refusal(path + "." + key, "an unknown key", Suggestion.among(key, List.of("id", "features")));
            }
        }
        if (id == null) {
            throw new Refusal(path + ".id", "absent", "the candidate's id");
        }
        return new Candidate(id, features == null ? reader.absent(path + ".features") : features);
    }
}
