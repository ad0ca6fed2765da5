package dev.weir.service.serve;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weir.rl.decision.DecisionId;
import dev.weir.rl.decision.DecisionProblem;
import dev.weir.rl.decision.PolicyVersion;
import dev.weir.rl.decision.Situation;
import dev.weir.rl.decision.UnitId;
import dev.weir.rl.policy.Policy;
import dev.weir.schemas.avro.Decision;
import dev.weir.schemas.avro.PolicyManifest;
import dev.weir.schemas.avro.Shadow;
import dev.weir.schemas.problem.ProblemFile;
import dev.weir.schemas.problem.ProblemFiles;
import dev.weir.schemas.wire.Refusal;
import dev.weir.service.policystore.Served;
import dev.weir.service.rollout.Rollouts;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class DecisionMakerTest {
    private static final String QUANTITIES = """
            problem: order
            features: [{name: x, type: numeric, missing: 0}]
            actions: {quantities: {max: 60, step: 5}}
            default-action: from-request
            limits: {max: 48}
            reward: {formula: sold, window: PT5S, if-none: 0}
            tracks: {linear: {algorithm: {name: linear}, publish: {every-transitions: 10}, seed: 3}}
            """;
    private static final String IDS = QUANTITIES
            .replace("{quantities: {max: 60, step: 5}}", "{ids: [a, b, c]}")
            .replace("from-request", "b")
            .replace("limits: {max: 48}", "");

    @Test
    void limitsAreInForceBeforeThePolicyIsAsked() {
        for (int i = 0; i < 200; i++) {
            Decision d = decide(QUANTITIES, "{\"unit\":\"u" + i + "\"}", true);
            assertThat(Integer.parseInt(d.getAction())).isLessThanOrEqualTo(45);
            assertThat(d.getPmf()).hasSize(10).allMatch(p -> p == 0.1);
            assertThat(d.getSituation().getAllowed()).containsExactly(0, 1, 2, 3, 4, 5, 6, 7, 8, 9);
            assertThat(d.getPropensity()).isEqualTo(0.1);
            assertThat(d.getLimited()).isTrue();
            assertThat(d.getLimitMax()).isEqualTo(48);
        }
    }

    @Test
    void theSmallestOfAllLimitsCounts() {
        assertThat(decide(QUANTITIES, "{\"unit\":\"u\",\"allowed\":{\"max\":12.5}}", true)
                        .getPmf())
                .hasSize(3);
        assertThat(decide(QUANTITIES, "{\"unit\":\"u\",\"allowed\":{\"max\":0}}", true)
                        .getAction())
                .isEqualTo("0");
        String named = QUANTITIES.replace("{max: 48}", "{max: request.stock}");
        assertThat(decide(named, "{\"unit\":\"u\",\"allowed\":{\"max\":30,\"stock\":20}}", true)
                        .getPmf())
                .hasSize(5);
        assertThat(decide(named, "{\"unit\":\"u\",\"allowed\":{\"stock\":99}}", true)
                        .getSituation()
                        .getAllowed())
                .isNull();
    }

    @Test
    void aDefaultAboveTheLimitBecomesTheGreatestAllowedOne() {
        Decision d = decide(QUANTITIES, "{\"unit\":\"u\",\"baselineAction\":\"60\"}", false);

        assertThat(d.getAction()).isEqualTo("45");
        assertThat(d.getLimited()).isTrue();
        assertThat(d.getBaselineAction()).isEqualTo("60");
        assertThat(d.getPropensity()).isEqualTo(1);
        assertThat(d.getPmf()).hasSize(10).startsWith(0.0).endsWith(1.0);
        assertThat(d.getFallback()).isEqualTo("no-policy");
        assertThat(d.getVariant()).isEqualTo("baseline");
        assertThat(d.getTrack()).isNull();
    }

    @Test
    void masksLeaveOnlyWhatTheyName() {
        String body = "{\"unit\":\"u\",\"allowed\":{\"actions\":[\"c\",\"a\"]}}";
        Decision d = decide(IDS, body, true);
        assertThat(d.getSituation().getAllowed()).containsExactly(0, 2);
        assertThat(d.getPmf()).containsExactly(0.5, 0.5);
        assertThat(d.getAction()).isIn("a", "c");
        assertThat(decide(IDS, body, false).getAction()).isEqualTo("a"); // the default b is masked
    }

    @Test
    void serveBaselineNeverAsksThePolicy() {
        Decision d = decide(IDS + "serve: baseline\n", "{\"unit\":\"u\"}", true);
        assertThat(d.getAction()).isEqualTo("b");
        assertThat(d.getFallback()).isEqualTo("baseline");
    }

    @Test
    void whatWasDecidedElsewhereIsLoggedAsSuch() {
        Decision d = decide(IDS, "{\"unit\":\"u\",\"chosen\":\"c\",\"propensity\":0.25}", true);
        assertThat(d.getElsewhere()).isTrue();
        assertThat(d.getAction()).isEqualTo("c");
        assertThat(d.getPropensity()).isEqualTo(0.25);
        assertThat(d.getPmf()).isEmpty();
        assertThat(d.getVariant()).isEqualTo("elsewhere");
        assertThat(decide(IDS, "{\"unit\":\"u\",\"chosen\":\"c\",\"propensity\":1}", true)
                        .getPmf())
                .containsExactly(0.0, 0.0, 1.0);
    }

    @Test
    void theSameIdAndVersionGiveTheSameDecision() {
        String body = "{\"unit\":\"u\",\"id\":\"7\"}";
        assertThat(decide(QUANTITIES, body, true)).isEqualTo(decide(QUANTITIES, body, true));
        assertThat(decide(QUANTITIES, body, true).getId())
                .isEqualTo(DecisionId.of(new UnitId("u"), "7").value());
    }

    @Test
    void refusesWhatLeavesNothingToDo() {
        assertThatThrownBy(() -> decide(QUANTITIES, "{\"unit\":\"u\",\"allowed\":{\"max\":-1}}", true))
                .isInstanceOf(Refusal.class)
                .hasMessageContaining("allowed: was -1.0");
        assertThatThrownBy(() -> decide(IDS, "{\"unit\":\"u\",\"allowed\":{\"actions\":[]}}", true))
                .isInstanceOf(Refusal.class);
        assertThatThrownBy(() -> decide(QUANTITIES, "{\"unit\":\"u\"}", false)).hasMessageContaining("baselineAction");
        assertThatThrownBy(() -> decide(QUANTITIES, "{\"unit\":\"u\",\"baselineAction\":\"7\"}", true))
                .hasMessageContaining("in steps of 5");
    }

    /** A candidate is not served, changes nothing of what is, and harms nobody when it fails. */
    @Test
    void aCandidateDecidesBesideWhatIsServed() {
        String body = "{\"unit\":\"u\",\"id\":\"7\"}";
        ProblemFile file = ProblemFiles.parse(IDS + "serve: baseline\n");
        Decision alone = decide(IDS + "serve: baseline\n", body, true);
        Decision beside = beside(file, body, new Uniform(file.decision()));
        Shadow shadow = Objects.requireNonNull(beside.getShadow());
        assertThat(shadow.getPmf()).hasSize(3).allMatch(p -> p == 1 / 3.0);
        assertThat(shadow.getAction()).isIn("a", "b", "c");
        assertThat(shadow.getGreedy()).isEqualTo("a");
        assertThat(shadow.getSalt()).isEqualTo("p/try");
        assertThat(shadow.getVersion()).isEqualTo(4);
        beside.setShadow(null);
        assertThat(beside).isEqualTo(alone);

        Decision failed = beside(file, body, new Uniform(file.decision()) {
            @Override
            public Judgement judge(Situation situation) {
                throw new IllegalStateException("a candidate's bug");
            }
        });
        assertThat(failed).isEqualTo(alone);
        Decision elsewhere =
                beside(file, "{\"unit\":\"u\",\"chosen\":\"c\",\"propensity\":0.25}", new Uniform(file.decision()));
        assertThat(elsewhere.getAction()).isEqualTo("c");
        assertThat(elsewhere.getShadow()).isNotNull();
    }

    private static Decision beside(ProblemFile file, String body, Policy candidate) {
        Ask ask = new RequestReader(file).read(body.getBytes(StandardCharsets.UTF_8));
        PolicyManifest manifest = new PolicyManifest();
        manifest.setTrack("linear");
        Rollouts.Trial trial =
                new Rollouts.Trial("p/try", "linear", new Served(new PolicyVersion(0, 4), candidate, manifest));
        return new DecisionMaker(file)
                .decide(
                        ask,
                        DecisionMaker.id(ask),
                        new Rollouts.Choice("baseline", null, "baseline", null, null, trial),
                        5)
                .decision();
    }

    private static Decision decide(String yaml, String body, boolean policy) {
        ProblemFile file = ProblemFiles.parse(yaml);
        Ask ask = new RequestReader(file).read(body.getBytes(StandardCharsets.UTF_8));
        PolicyManifest manifest = new PolicyManifest();
        manifest.setTrack("linear");
        Served served = new Served(new PolicyVersion(0, 4), new Uniform(file.decision()), manifest);
        boolean baseline = file.serve().equals("baseline");
        Rollouts.Choice who = policy && !baseline
                ? new Rollouts.Choice("linear", served, null, null, null, null)
                : new Rollouts.Choice("baseline", null, baseline ? "baseline" : "no-policy", null, null, null);
        return new DecisionMaker(file)
                .decide(ask, DecisionMaker.id(ask), who, 5)
                .decision();
    }

    private static class Uniform implements Policy {
        private final DecisionProblem problem;

        private Uniform(DecisionProblem problem) {
            this.problem = problem;
        }

        @Override
        public Judgement judge(Situation situation) {
            int n = problem.allowedCount(situation);
            double[] pmf = new double[n];
            java.util.Arrays.fill(pmf, 1.0 / n);
            return new Judgement(pmf, new double[n]);
        }

        @Override
        public List<Contribution> contributions(Situation situation, int place) {
            return new ArrayList<>();
        }
    }
}
