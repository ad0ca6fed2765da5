package dev.weir.service.serve;

import com.dynatrace.hash4j.hashing.HashStream64;
import com.dynatrace.hash4j.hashing.Hashing;
import dev.weir.rl.decision.ActionSpace;
import dev.weir.rl.decision.Candidate;
import dev.weir.rl.decision.UnitId;
import dev.weir.rl.feature.Features;
import dev.weir.schemas.avro.DecisionRequest;
import dev.weir.schemas.problem.ProblemFile;
import dev.weir.schemas.wire.FeatureReader;
import dev.weir.schemas.wire.Refusal;
import dev.weir.schemas.wire.StrictJson;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonParser;

/** Reads requests for decisions of one problem, over HTTP and from the topic. Immutable and safe for use by many threads. */
public final class RequestReader {
    private static final int MAX_ID = 512;

    final FeatureReader context;
    final CandidatesReader candidates;
    final AllowedReader allowed;
    final boolean driver;
    private final boolean episodes;
    private final @Nullable FeatureReader observations;

    public RequestReader(ProblemFile file) {
        this.context = new FeatureReader(file.decision().context());
        this.candidates =
                new CandidatesReader(file.decision().actions() instanceof ActionSpace.Candidates c ? c : null);
        this.allowed = new AllowedReader(file);
        this.driver = file.time().driver();
        this.episodes = file.episodes() != null;
        this.observations = file.observations();
    }

    /**
     * Reads one document.
     *
     * @throws Refusal naming the field, its value and what was expected
     */
    public Ask read(byte[] json) {
        return StrictJson.read(json, parser -> read(parser, ""));
    }

    /** Reads the object that the parser stands on; {@code path} is put before the names of fields: "" or {@code requests[3].} */
    public Ask read(JsonParser parser, String path) {
        return new Fields(this, path).read(parser);
    }

    /** Reads a request that came by Kafka. */
    public Ask read(DecisionRequest request) {
        Features features = request.getFeatures().isEmpty()
                ? context.absent("features")
                : StrictJson.read(bytes(request.getFeatures()), p -> context.read(p, "features"));
        CandidatesReader.Candidates of = request.getCandidates() == null
                ? candidates.absent("candidates")
                : StrictJson.read(bytes(request.getCandidates()), p -> candidates.read(p, "candidates"));
        Ask.Allowed may = request.getAllowed() == null
                ? allowed.absent("allowed")
                : StrictJson.read(bytes(request.getAllowed()), p -> allowed.read(p, "allowed"));
        if (request.getMax() != null) {
            if (request.getMax().isNaN()) {
                throw new Refusal("max", request.getMax(), "a number");
            }
            may = new Ask.Allowed(Math.min(may.max(), request.getMax()), may.limit(), may.actions());
        }
        if (request.getId() != null
                && (request.getId().isEmpty() || request.getId().length() > MAX_ID)) {
            throw new Refusal("id", request.getId().length() + " characters", "text of 1 to 512 characters");
        }
        return ask(
                request.getId() == null ? null : Ids.checked(request.getId(), "id"),
                unit(request.getUnit(), "unit"),
                step(request.getStep(), "step"),
                features,
                of,
                may,
                request.getBaselineAction(),
                request.getDeferred(),
                null,
                null);
    }

    /** Reads last observations of outcomes; null: the problem takes none. */
    public @Nullable FeatureReader observations() {
        return observations;
    }

    /** A step as given, which decisions of episodes must be. */
    @Nullable
    Long step(@Nullable Long step, String field) {
        if (episodes && step == null) {
            throw new Refusal(field, "absent", "the unit's step number, for this problem has episodes");
        }
        return step;
    }

    static UnitId unit(String text, String field) {
        if (text.isEmpty() || text.length() > MAX_ID) {
            throw new Refusal(field, text.length() + " characters", "text of 1 to 512 characters");
        }
        return new UnitId(Ids.checked(text, field));
    }

    static Ask ask(
            @Nullable String id,
            UnitId unit,
            @Nullable Long step,
            Features features,
            CandidatesReader.Candidates of,
            Ask.Allowed allowed,
            @Nullable String baseline,
            boolean deferred,
            @Nullable Long at,
            Ask.@Nullable Elsewhere elsewhere) {
        long hash = 0;
        if (id != null) {
            HashStream64 all = Hashing.murmur3_128().hashStream();
            all.putString(id).putString(unit.value()).putString(String.valueOf(step));
            put(all, features);
            for (Candidate candidate : of.list()) {
                all.putString(candidate.id());
                put(all, candidate.features());
            }
            all.putDouble(allowed.max()).putDouble(allowed.limit()).putString(String.valueOf(allowed.actions()));
            all.putString(Objects.requireNonNullElse(baseline, "")).putBoolean(deferred);
            all.putString(String.valueOf(at)).putString(String.valueOf(elsewhere));
            hash = all.getAsLong();
        }
        return new Ask(
                id, unit, step, features, of.list(), of.places(), allowed, baseline, deferred, at, elsewhere, hash);
    }

    private static void put(HashStream64 all, Features features) {
        all.putDoubleArray(features.numbers());
        for (String text : features.texts()) {
            all.putString(text);
        }
    }

    private static byte[] bytes(String json) {
        return json.getBytes(StandardCharsets.UTF_8);
    }
}
