package dev.weir.ops.train;

import dev.weir.rl.algorithm.Algorithms;
import dev.weir.rl.decision.DecisionId;
import dev.weir.rl.decision.DecisionProblem;
import dev.weir.rl.decision.Situation;
import dev.weir.rl.decision.UnitId;
import dev.weir.rl.policy.Decider;
import dev.weir.rl.policy.Policy;
import dev.weir.rl.random.CounterRandom;
import dev.weir.rl.world.episodic.EpisodicWorld;
import dev.weir.rl.world.episodic.Life;
import dev.weir.schemas.avro.Contribution;
import dev.weir.schemas.avro.Decision;
import dev.weir.schemas.avro.Transition;
import dev.weir.schemas.problem.ProblemFile;
import dev.weir.schemas.wire.Codec;
import dev.weir.schemas.wire.Values;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;

/**
 * A world that is decided in by the last version of a track, unit after unit, and told to the track as records of
 * {@code transitions}. A pure function of problem file, track and world. Confined to one thread.
 */
final class Training {
    private static final Codec<Transition> TRANSITIONS = Codec.of(Transition.class);
    private static final long PERIOD_MILLIS = 60_000;

    private final ProblemFile file;
    private final DecisionProblem problem;
    private final EpisodicWorld world;
    private final long seed;
    private final Pupil pupil;
    private final Life[] lives;
    private final long[] steps;
    private final Consumer<Transition> log;
    private Policy behaviour;
    private long played;
    private double earned;
    private long earnedIn;

    /** @param log sees every transition */
    Training(ProblemFile file, String track, EpisodicWorld world, Pupil pupil, Consumer<Transition> log) {
        this.file = file;
        this.problem = file.decision();
        this.world = world;
        this.seed = file.track(track).seed();
        this.pupil = pupil;
        this.log = log;
        this.lives = new Life[world.units()];
        Arrays.setAll(lives, world::life);
        this.steps = new long[lives.length];
        this.behaviour = Algorithms.read(pupil.last().content(), problem);
    }

    /** Plays so many transitions more. */
    void play(long transitions) {
        for (long end = played + transitions; played < end; played++) {
            Transition transition = step((int) (played % lives.length));
            log.accept(transition);
            earned += transition.getReward();
            earnedIn++;
            if (pupil.accept(TRANSITIONS.encode(transition))) {
                behaviour = Algorithms.read(pupil.last().content(), problem);
            }
        }
    }

    private Transition step(int unit) {
        Life life = lives[unit];
        Situation situation = life.situation();
        DecisionId id = DecisionId.of(new UnitId(life.unit()), "step-" + steps[unit]);
        long luck = CounterRandom.bits(seed, id.bits(), 1);
        Decider.Choice choice = Decider.decide(behaviour, problem, situation, luck);
        long time = played / lives.length * PERIOD_MILLIS;
        Decision decision = decision(id, life.unit(), unit, situation, choice, luck, time);
        Life.Step step = life.act(choice.action());
        steps[unit] += step.truncated() ? 2 : 1; // a number left out: what follows does not continue the chain
        Transition transition = new Transition();
        transition.setDecision(decision);
        transition.setClosedAt(time + PERIOD_MILLIS);
        transition.setContributions(List.of(new Contribution("o", time, step.metrics())));
        transition.setReward(file.reward().formula().apply(step.metrics()));
        transition.setDiscount(step.terminal() ? 0 : file.discount());
        transition.setTruncated(step.truncated());
        if (step.next() != null) {
            transition.setNext(Values.record(step.next()));
        }
        return transition;
    }

    private Decision decision(
            DecisionId id, String name, int unit, Situation situation, Decider.Choice choice, long luck, long time) {
        Decision decision = new Decision();
        decision.setId(id.value());
        decision.setTime(time);
        decision.setUnit(name);
        decision.setStep(steps[unit]);
        decision.setAction(problem.actionId(situation, choice.action()));
        decision.setPropensity(choice.propensity());
        decision.setPmf(Arrays.stream(choice.judgement().pmf()).boxed().toList());
        decision.setSituation(Values.record(situation));
        decision.setFeatureSchema(problem.context().fingerprint());
        decision.setProblemHash(file.hash());
        decision.setVariant(file.serve());
        decision.setSeed(luck);
        return decision;
    }

    /** Mean reward, exploring included, since this was asked last. */
    double meanReward() {
        double mean = earned / Math.max(1, earnedIn);
        earned = 0;
        earnedIn = 0;
        return mean;
    }

    long played() {
        return played;
    }
}
