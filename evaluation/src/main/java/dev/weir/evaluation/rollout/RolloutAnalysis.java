package dev.weir.evaluation.rollout;

import dev.weir.evaluation.interval.Interval;
import dev.weir.evaluation.rollout.Advice.Step;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A challenger against what is served now, by unit, to be looked at as often as anyone likes: intervals hold at all looks
 * together, and α is shared by the reward and the guardrails. Units are added once they are matured, in the order of their
 * assignment or any other that does not depend on their values. Confined to one thread.
 */
public final class RolloutAnalysis {
    private final Settings settings;
    private final List<Effect> effects = new ArrayList<>();
    private final SampleRatio ratio = new SampleRatio();
    private final @Nullable BettingEffect betting;

    /**
     * What is asked.
     *
     * @param alpha      probability of a wrong promotion or a wrong rollback, ever
     * @param ratioAlpha probability of a wrong block for a wrong split, ever
     * @param leastUnits matured units of the smaller arm before the first look
     * @param mostUnits  units after which an open question stays open
     * @param guardrails metrics that must not suffer
     * @param bounds     of the reward: its interval is then by betting; null: they are not known
     */
    public record Settings(
            double alpha,
            double ratioAlpha,
            long leastUnits,
            long mostUnits,
            List<Guardrail> guardrails,
            @Nullable Bounds bounds) {
        /** 5 % and 1 %, 300 units before the first look, 50,000 in all, no guardrail. */
        public static final Settings DEFAULT = new Settings(0.05, 0.01, 300, 50_000, List.of());

        public Settings {
            Interval.checkLevel(alpha);
            Interval.checkLevel(ratioAlpha);
            if (leastUnits < 2 || mostUnits < leastUnits) {
                throw new IllegalArgumentException("leastUnits must be at least 2 and mostUnits no less, were "
                        + leastUnits + " and " + mostUnits);
            }
            guardrails = List.copyOf(guardrails);
        }

        /** With a reward whose bounds are not known. */
        public Settings(double alpha, double ratioAlpha, long leastUnits, long mostUnits, List<Guardrail> guardrails) {
            this(alpha, ratioAlpha, leastUnits, mostUnits, guardrails, null);
        }
    }

    public RolloutAnalysis(Settings settings) {
        this.settings = settings;
        for (int i = 0; i <= settings.guardrails().size(); i++) {
            effects.add(new Effect(settings.mostUnits() / 2.0));
        }
        this.betting = settings.bounds() == null
                ? null
                : new BettingEffect(settings.alpha() / effects.size(), settings.mostUnits() / 2.0, settings.bounds());
    }

    /** Counts an assignment, as soon as it is made. */
    public void assigned(boolean challenger, double probability) {
        ratio.add(challenger, probability);
    }

    /**
     * Adds a matured unit.
     *
     * @param values mean reward of the unit, then of each guardrail's metric in their order
     */
    public void matured(boolean challenger, double probability, double... values) {
        if (values.length != effects.size()) {
            throw new IllegalArgumentException(
                    "values must be " + effects.size() + " (reward, guardrails), were " + values.length);
        }
        for (int i = 0; i < values.length; i++) {
            boolean more = i == 0 || settings.guardrails().get(i - 1).moreIsBetter();
            effects.get(i).add(challenger, probability, more ? values[i] : -values[i]);
        }
        if (betting != null) {
            betting.add(challenger, probability, values[0]);
        }
    }

    /** What to do now. */
    public Advice look() {
        List<Look> looks = looks();
        if (ratio.mismatch(settings.ratioAlpha())) {
            return new Advice(
                    Step.BLOCK,
                    String.format(
                            Locale.ROOT,
                            "the challenger got %.3f times the units it was to get (evidence %.3g, limit %.0f):"
                                    + " find out why before anything else",
                            ratio.ratio(),
                            ratio.evidence(),
                            1 / settings.ratioAlpha()),
                    looks);
        }
        if (betting != null && betting.outside() > 0) {
            return new Advice(
                    Step.BLOCK,
                    "bounds do not hold: " + betting.outside() + " units' rewards lie outside, the newest is "
                            + betting.worst(),
                    looks);
        }
        Effect reward = effects.get(0);
        if (reward.smaller() < settings.leastUnits()) {
            return new Advice(
                    Step.CONTINUE,
                    reward.smaller() + " of " + settings.leastUnits() + " matured units in the smaller arm",
                    looks);
        }
        for (Look look : looks) {
            if (look.harmed()) {
                return new Advice(Step.ROLL_BACK, said(look, "is worse"), looks);
            }
        }
        Look first = looks.get(0);
        boolean safe = looks.stream().skip(1).allMatch(Look::safe);
        if (first.gained() && safe) {
            return new Advice(Step.PROMOTE, said(first, "is better"), looks);
        }
        if (reward.units() >= settings.mostUnits()) {
            return new Advice(
                    Step.INCONCLUSIVE, said(first, "may be either way after " + reward.units() + " units"), looks);
        }
        return new Advice(
                Step.CONTINUE, said(first, first.gained() ? "is better, guardrails are open" : "is open"), looks);
    }

    private List<Look> looks() {
        List<Look> looks = new ArrayList<>();
        double share = settings.alpha() / effects.size();
        for (int i = 0; i < effects.size(); i++) {
            Effect effect = effects.get(i);
            Guardrail guardrail = i == 0 ? null : settings.guardrails().get(i - 1);
            looks.add(new Look(
                    guardrail == null ? "reward" : guardrail.metric(),
                    effect.estimate(),
                    i == 0 && betting != null ? betting.interval() : effect.interval(share),
                    effect.baseline(),
                    guardrail == null ? 0 : guardrail.margin() * Math.abs(effect.baseline())));
        }
        return looks;
    }

    private static String said(Look look, String verdict) {
        return String.format(
                Locale.ROOT,
                "%s %s: effect %.4g, between %.4g and %.4g at all looks together (other arm %.4g%s)",
                look.metric(),
                verdict,
                look.estimate(),
                look.interval().lower(),
                look.interval().upper(),
                look.baseline(),
                look.margin() > 0 ? String.format(Locale.ROOT, ", margin %.4g", look.margin()) : "");
    }

    /** Everything that was added, in short. */
    public byte[] state() {
        ByteBuffer out = ByteBuffer.allocate(bytes());
        ratio.write(out);
        effects.forEach(e -> e.write(out));
        if (betting != null) {
            betting.write(out);
        }
        return out.array();
    }

    /**
     * Goes on from a {@link #state()} of the same settings.
     *
     * @throws IllegalArgumentException if it is of others
     */
    public void resume(byte[] state) {
        if (state.length != bytes()) {
            throw new IllegalArgumentException("state must have " + bytes() + " bytes, had " + state.length);
        }
        ByteBuffer in = ByteBuffer.wrap(state);
        ratio.read(in);
        effects.forEach(e -> e.read(in));
        if (betting != null) {
            betting.read(in);
        }
    }

    private int bytes() {
        return SampleRatio.BYTES + effects.size() * Effect.BYTES + (betting == null ? 0 : BettingEffect.BYTES);
    }

    /** The split so far: challengers that came over those that were to. */
    public double ratio() {
        return ratio.ratio();
    }

    /** Units in the smaller arm that have matured. */
    public long smaller() {
        return effects.get(0).smaller();
    }

    /** Matured units. */
    public long units() {
        return effects.get(0).units();
    }
}
