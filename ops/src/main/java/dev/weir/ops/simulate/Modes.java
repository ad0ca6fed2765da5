package dev.weir.ops.simulate;

import dev.weir.ops.embedded.EmbeddedBroker;
import dev.weir.ops.rollout.RolloutDesk;
import dev.weir.ops.run.Applications;
import dev.weir.ops.run.Part;
import dev.weir.ops.run.RunSettings;
import dev.weir.schemas.avro.RolloutPhase;
import dev.weir.schemas.avro.RolloutState;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A business that hands its decisions over one step at a time: it logs what it does, lets a learner decide beside it as an
 * apprentice, gives it 5 % of its units once a person says so, and all of them once a person says that. Until then nothing is
 * done but what the rule says: {@link ServedActions} looks at every logged decision.
 */
public final class Modes {
    private static final String ROLLOUT = "hand-over";
    private static final int MOST_PERIODS = 150;
    private static final int AFTERWARDS = 10;
    private static final int EVERY = 3;
    private static final Duration LEARNED = Duration.ofSeconds(20);

    private final Business business;
    private final PrintStream out;
    private final Map<String, double[]> rewards = new LinkedHashMap<>();
    private final Map<String, Integer> variants = new TreeMap<>();
    private long period;
    private long time = Script.BEGINNING;
    private long decisions;
    private int before;

    private Modes(Business business, PrintStream out) {
        this.business = business;
        this.out = out;
    }

    /**
     * Plays a world from the first mode to the last.
     *
     * @param bootstrap brokers; null: one in this process
     * @return what came of it, for people
     * @throws IllegalStateException if it does not come to a promotion, or an action was served that nobody had allowed
     */
    public static Map<String, @Nullable Object> play(
            String world, long seed, @Nullable String bootstrap, Path folder, PrintStream out) {
        EmbeddedBroker broker = bootstrap == null ? EmbeddedBroker.start(folder.resolve("broker"), 0) : null;
        try {
            String brokers = broker == null ? Objects.requireNonNull(bootstrap) : broker.bootstrapServers();
            Business business = Plays.business(world, seed, brokers);
            RunSettings settings =
                    new RunSettings(0, 0, folder.resolve("state"), EnumSet.allOf(Part.class), true, "modes", 1);
            try (Applications weir =
                    Applications.start(List.of(business.file()), settings, "weir modes", Script.BEGINNING)) {
                if (!weir.failures().isEmpty()) {
                    throw new IllegalStateException(String.valueOf(weir.failures()));
                }
                Caller caller = new Caller(business.file(), business.problem(), weir.port(), weir.adminPort());
                return new Modes(business, out).run(caller);
            }
        } finally {
            if (broker != null) {
                broker.close();
            }
        }
    }

    private Map<String, @Nullable Object> run(Caller caller) {
        caller.tick(time);
        out.printf(
                "%n== %s: logging only. The rule decides; Weir is told what it did, how likely, and what came of it.%n",
                business.file().name());
        for (int i = 0; i < business.loggingPeriods(); i++) {
            play(caller, "logging-only", true);
        }
        said("logging-only");

        out.println("== apprentice. Weir is asked and answers what the rule says; the learner decides beside it.");
        Map<String, String> plan = new TreeMap<>(business.plan());
        plan.putAll(Map.of("challenger", business.track(), "after-shadow", "wait", "promote", "manual"));
        ask("start", "our rule beside a learner", plan);
        playWhile(caller, "apprentice", RolloutPhase.SHADOW);
        said("apprentice");
        RolloutState shadow = expect(RolloutPhase.HELD);

        out.println("== 5 %. A person has read that, and begins the ramp.");
        long handedOver = time;
        ask("promote", "agreement and estimates are good enough to try", Map.of("stage", "next"));
        playWhile(caller, "5 %", RolloutPhase.RAMP);
        said("5 %");
        RolloutState ramp = expect(RolloutPhase.HELD);
        if (!ramp.getReason().startsWith("waits for a person to promote")) {
            throw new IllegalStateException("nobody would promote that: " + ramp.getReason());
        }

        out.println("== promoted. A person has read that, and gives it all units.");
        ask("promote", ramp.getReason(), Map.of());
        for (int i = 0; i < AFTERWARDS; i++) {
            play(caller, "promoted", false);
        }
        said("promoted");
        expect(RolloutPhase.PROMOTED);
        return report(shadow, ramp, ServedActions.before(business.file(), handedOver));
    }

    private void ask(String command, String reason, Map<String, String> arguments) {
        RolloutDesk.Answer answer = RolloutDesk.ask(business.file(), ROLLOUT, command, "ada", reason, arguments, time);
        out.println("   ada: weir rollout " + command + (arguments.containsKey("stage") ? " --stage" : "") + ": "
                + answer.entry().getReason());
        if (!answer.done()) {
            throw new IllegalStateException("refused: " + answer.entry().getReason());
        }
    }

    private void playWhile(Caller caller, String mode, RolloutPhase phase) {
        for (int i = 0; i < MOST_PERIODS; i++) {
            play(caller, mode, false);
            if (i % EVERY == EVERY - 1 && state().getPhase() != phase) {
                return;
            }
        }
    }

    private RolloutState state() {
        return Objects.requireNonNull(RolloutDesk.history(business.file()).state(), "a rollout");
    }

    private RolloutState expect(RolloutPhase phase) {
        RolloutState state = state();
        out.println("   " + state.getPhase() + ": " + state.getReason());
        state.getWords().forEach(words -> out.println("   " + words));
        Double agreement = state.getNumbers().get("shadow, agreement with the rule");
        Double value = state.getNumbers().get("shadow, reward by dr");
        if (agreement != null && value != null && state.getStage() < 0) {
            out.printf(
                    "   the apprentice would do what the rule does in %.1f %% of decisions; estimated reward %.4f beside %.4f%n",
                    100 * agreement, value, state.getNumbers().getOrDefault("shadow, reward served", Double.NaN));
        }
        if (state.getPhase() != phase) {
            throw new IllegalStateException("expected " + phase + ", stands at " + state.getPhase() + " after " + period
                    + " periods: " + state.getReason() + " " + state.getNumbers());
        }
        return state;
    }

    private void said(String mode) {
        double[] sum = rewards.getOrDefault(mode, new double[2]);
        out.printf("   %.0f decisions, mean reward %.4f, by variant %s%n", sum[1], sum[0] / sum[1], variants);
        variants.clear();
    }

    /** One period: all ask, all report, time goes on; the learner may lag by two periods. */
    private void play(Caller caller, String mode, boolean alreadyDone) {
        List<Business.Turn> turns = business.turns(period++, time);
        List<Caller.Decided> decided = caller.decide(
                turns.stream().map(turn -> turn.asked(alreadyDone)).toList());
        List<Caller.Happened> happened = new ArrayList<>();
        double[] sum = rewards.computeIfAbsent(mode, ignored -> new double[2]);
        for (int i = 0; i < turns.size(); i++) {
            happened.add(turns.get(i).act(decided.get(i), time + Script.OUTCOME_AFTER_MILLIS));
            sum[0] += turns.get(i).reward();
            sum[1]++;
            variants.merge(decided.get(i).variant(), 1, Integer::sum);
        }
        caller.outcomes(happened);
        time += business.file().reward().window().toMillis()
                + business.file().time().tick().toMillis();
        caller.tick(time);
        caller.policy(business.track(), Math.max(0, decisions - before), LEARNED);
        before = turns.size();
        decisions += turns.size();
    }

    private Map<String, @Nullable Object> report(RolloutState shadow, RolloutState ramp, ServedActions served) {
        Map<String, @Nullable Object> report = new LinkedHashMap<>();
        report.put("problem", business.file().name());
        rewards.forEach((mode, sum) -> report.put("mean reward, " + mode, sum[0] / sum[1]));
        report.put("agreement with the rule", shadow.getNumbers().get("shadow, agreement with the rule"));
        report.put("estimated reward of the apprentice", shadow.getNumbers().get("shadow, reward by dr"));
        report.put("words", List.copyOf(shadow.getWords()));
        report.put("effect at 5 %, at least", ramp.getNumbers().get("reward, effect at least"));
        report.put("effect at 5 %, at most", ramp.getNumbers().get("reward, effect at most"));
        report.put("decisions before anybody allowed another action", served.decisions());
        report.put("of these not as the rule said", served.different());
        if (served.different() != 0) {
            throw new IllegalStateException(served.different() + " of " + served.decisions()
                    + " decisions were not what the rule said, before a person had allowed any");
        }
        return report;
    }
}
