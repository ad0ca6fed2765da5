package dev.weir.service.serve;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.weir.schemas.avro.DecisionRequest;
import dev.weir.schemas.avro.Features;
import dev.weir.schemas.avro.Outcome;
import dev.weir.schemas.problem.ProblemFiles;
import dev.weir.schemas.wire.OutcomeJson;
import dev.weir.schemas.wire.Refusal;
import dev.weir.schemas.wire.RequestJson;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

class EpisodicRequestsTest {
    private static final String BANDIT = """
            problem: order
            features: [{name: stock, type: numeric, missing: 0}]
            actions: {quantities: {max: 60, step: 5}}
            default-action: from-request
            reward: {formula: sold, window: PT5S, if-none: 0}
            tracks: {linear: {algorithm: {name: linear}, publish: {every-transitions: 10}, seed: 3}}
            """;
    private final RequestReader bandit = new RequestReader(ProblemFiles.parse(BANDIT));
    private final RequestReader episodic =
            new RequestReader(ProblemFiles.parse(BANDIT + "episodes: {timeout: PT1H}\ndiscount: 0.9\n"));

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    @Test
    void theStepOfARequestReachesTheAsk() {
        assertThat(episodic.read(bytes("{\"unit\":\"u\",\"step\":7}")).step()).isEqualTo(7);
        DecisionRequest byKafka = RequestJson.read(bytes("{\"unit\":\"u\",\"step\":7}"));
        assertThat(episodic.read(byKafka).step()).isEqualTo(7);
    }

    @Test
    void withoutAStepARequestIsRefusedWhereThereAreEpisodes() {
        Refusal overHttp = catchThrowableOfType(Refusal.class, () -> episodic.read(bytes("{\"unit\":\"u\"}")));
        Refusal byKafka =
                catchThrowableOfType(Refusal.class, () -> episodic.read(RequestJson.read(bytes("{\"unit\":\"u\"}"))));

        assertThat(List.of(overHttp.field(), byKafka.field())).containsOnly("step");
        assertThat(overHttp)
                .hasMessage("step: was absent, expected the unit's step number, for this problem has episodes");
        assertThat(bandit.read(bytes("{\"unit\":\"u\"}")).step()).isNull();
    }

    @Test
    void lastObservationsAreReadByTheProblemsFeatures() {
        byte[] json = bytes("{\"unit\":\"u\",\"id\":\"c\",\"episodeEnd\":true,\"lastObservation\":{\"stock\":3}}");

        Outcome outcome = OutcomeJson.read(json, 5, episodic.observations());

        assertThat(outcome.getLastObservation()).isEqualTo(new Features(List.of(3.0), List.of()));
        assertThat(catchThrowableOfType(Refusal.class, () -> OutcomeJson.read(json, 5, bandit.observations()))
                        .field())
                .isEqualTo("lastObservation");
    }
}
