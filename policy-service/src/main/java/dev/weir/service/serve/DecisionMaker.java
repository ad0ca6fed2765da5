package dev.weir.service.serve;

import dev.weir.rl.decision.DecisionId;
import dev.weir.rl.decision.DecisionProblem;
import dev.weir.rl.decision.Situation;
import dev.weir.rl.policy.Decider;
import dev.weir.rl.random.CounterRandom;
import dev.weir.schemas.avro.Decision;
import dev.weir.schemas.problem.ProblemFile;
import dev.weir.schemas.wire.Numbers;
import dev.weir.schemas.wire.Refusal;
import dev.weir.schemas.wire.Values;
import dev.weir.service.policystore.Served;
import dev.weir.service.rollout.Rollouts;
import java.util.List;

/**
 * Makes one decision of a request: a pure function of request, version, id and time. Limits and masks come before the
 * policy, so that the pmf that is logged is that of what is finally done. Immutable and safe for use by many threads.
 */
public final class DecisionMaker {
    /** Variant of the default action. */
    public static final String BASELINE = "baseline";

    /** Variant of what was decided outside Weir. */
    public static final String ELSEWHERE = "elsewhere";

    private final ProblemFile file;
    private final DecisionProblem problem;
    private final Actions actions;
    private final Masks masks;
    private final DefaultChoice defaults;
    private final Shadows shadows;
    private final long featureSchema;

    public DecisionMaker(ProblemFile file) {
        this.file = file;
        this.problem = file.decision();
        this.actions = new Actions(problem);
        this.masks = new Masks(file, actions);
        this.defaults = new DefaultChoice(file, actions);
        this.shadows = new Shadows(file);
        this.featureSchema = problem.context().fingerprint();
    }

    /** A decision as it is logged, and as its caller is told. */
    public record Made(Decision decision, Reply reply) {}

    /** The id that a request's decision has; a new one each time where the caller gives none. */
    public static DecisionId id(Ask ask) {
        String callerId = ask.callerId();
        return DecisionId.of(ask.unit(), callerId == null ? FreshIds.next() : callerId);
    }

    /**
     * Decides.
     *
     * @param who    decides: the version, or why there is none
     * @param time   of the decision, epoch milliseconds
     * @throws Refusal if the request names actions that there are not, or lacks the baseline action that is needed
     */
    public Made decide(Ask ask, DecisionId id, Rollouts.Choice who, long time) {
        Masks.Left left = masks.of(ask);
        Situation situation = new Situation(ask.features(), ask.candidates(), left.places());
        Decision d = decision(ask, id, time, left);
        Integer baseline = ask.baselineAction() == null
                ? null
                : (Integer) actions.place(ask, ask.baselineAction(), "baselineAction");
        d.setSituation(Values.record(situation));
        if (ask.elsewhere() != null) {
            elsewhere(d, ask, ask.elsewhere(), left);
        } else if (who.served() == null) {
            int place = defaults.place(ask, baseline, left);
            d.setFallback(who.why());
            d.setVariant(who.share() == null ? BASELINE : who.variant());
            d.setBucket(who.bucket());
            d.setShare(who.share());
            chosen(d, problem.actionId(situation, problem.actionIndex(situation, place)), 1);
            d.setPmf(certain(problem.allowedCount(situation), place));
        } else {
            policy(d, id, situation, who.served());
            d.setVariant(who.variant());
            d.setBucket(who.bucket());
            d.setShare(who.share());
        }
        if (who.shadow() != null) {
            d.setShadow(shadows.beside(d, id, situation, who.shadow()));
        }
        return new Made(d, reply(d));
    }

    private void policy(Decision d, DecisionId id, Situation situation, Served served) {
        long seed = CounterRandom.bits(file.track(served.track()).seed(), id.bits(), 1);
        Decider.Choice choice = Decider.decide(served.policy(), problem, situation, seed);
        chosen(d, problem.actionId(situation, choice.action()), choice.propensity());
        d.setPmf(Numbers.of(choice.judgement().pmf()));
        d.setTrack(served.track());
        d.setEpoch(served.version().epoch());
        d.setVersion(served.version().n());
        d.setSeed(seed);
    }

    /** Its pmf is empty unless it was certain: what else might have been done there, nobody said. */
    private void elsewhere(Decision d, Ask ask, Ask.Elsewhere elsewhere, Masks.Left left) {
        int place = left.find(actions.place(ask, elsewhere.chosen(), "chosen"));
        if (place < 0) {
            throw new Refusal("chosen", elsewhere.chosen(), "an action that limits and allowed permit");
        }
        int count = left.places() == null ? actions.count(ask) : left.places().length;
        chosen(d, elsewhere.chosen(), elsewhere.propensity());
        d.setPmf(elsewhere.propensity() == 1 ? certain(count, place) : List.of());
        d.setVariant(ELSEWHERE);
        d.setElsewhere(true);
    }

    private Decision decision(Ask ask, DecisionId id, long time, Masks.Left left) {
        Decision d = new Decision();
        d.setId(id.value());
        d.setTime(time);
        d.setUnit(ask.unit().value());
        d.setCallerId(ask.callerId());
        d.setStep(ask.step());
        d.setFeatureSchema(featureSchema);
        d.setProblemHash(file.hash());
        d.setLimited(left.limited());
        d.setLimitMax(Double.isInfinite(left.limit()) ? null : (Double) left.limit());
        d.setBaselineAction(ask.baselineAction());
        d.setDeferred(ask.deferred());
        d.setRequestHash(ask.hash());
        return d;
    }

    private static void chosen(Decision d, String action, double propensity) {
        d.setAction(action);
        d.setPropensity(propensity);
    }

    /** What the caller of a decision is, or was, told. */
    public static Reply reply(Decision d) {
        return new Reply(
                d.getId(),
                d.getAction(),
                d.getPropensity(),
                d.getTrack(),
                d.getTrack() == null ? null : d.getEpoch() + "." + d.getVersion(),
                d.getVariant(),
                d.getFallback() != null,
                d.getLimited());
    }

    private static List<Double> certain(int count, int place) {
        double[] pmf = new double[count];
        pmf[place] = 1;
        return Numbers.of(pmf);
    }
}
