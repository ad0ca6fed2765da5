package dev.weir.rl.world.episodic;

import com.dynatrace.hash4j.hashing.Hashing;
import dev.weir.rl.algorithm.Algorithms;
import dev.weir.rl.decision.Situation;
import dev.weir.rl.learn.Experience;
import dev.weir.rl.learn.Learner;
import dev.weir.rl.policy.Decider;
import dev.weir.rl.policy.Policy;
import dev.weir.rl.random.CounterRandom;
import java.nio.charset.StandardCharsets;

/**
 * A learner in a world as the stream would have it: the version last published decides, units take turns, transitions come
 * in the order in which they are completed, a version is what can be read back from its content. A pure function of world,
 * learner and settings. Confined to one thread.
 */
public final class Simulation {
    private static final long STREAM = 0x73696d756cL; // "simul"

    private final EpisodicWorld world;
    private final Learner learner;
    private final Settings settings;
    private final Life[] lives;
    private final long[] units;
    private final long[] steps;
    private Policy behaviour;
    private long played;
    private int versions;

    /**
     * How it is played.
     *
     * @param publishEvery transitions between versions
     * @param seed         of the decisions (the world has one of its own)
     */
    public record Settings(long publishEvery, long seed) {
        public Settings {
            if (publishEvery < 1) {
                throw new IllegalArgumentException("publishEvery must be at least 1, was " + publishEvery);
            }
        }
    }

    /** Sees what happens. */
    public interface Watcher {
        /** After each transition that was learned from. */
        default void transition(long count, Experience experience, Life.Step step) {}

        /** After each version, before it decides. */
        default void version(long transitions, byte[] content, Policy policy) {}
    }

    /** Watches nothing. */
    public static final Watcher NOBODY = new Watcher() {};

    /** Before the first transition; the learner may have seen some already. */
    public Simulation(EpisodicWorld world, Learner learner, Settings settings) {
        this.world = world;
        this.learner = learner;
        this.settings = settings;
        this.lives = new Life[world.units()];
        this.units = new long[world.units()];
        this.steps = new long[world.units()];
        for (int u = 0; u < lives.length; u++) {
            lives[u] = world.life(u);
            units[u] = Hashing.murmur3_128().hashBytesToLong(lives[u].unit().getBytes(StandardCharsets.UTF_8));
        }
        this.behaviour = Algorithms.read(learner.content(), world.problem());
    }

    /** Plays so many transitions more. */
    public void play(long transitions, Watcher watcher) {
        for (long end = played + transitions; played < end; ) {
            int unit = (int) (played % lives.length);
            Situation situation = lives[unit].situation();
            long seed = CounterRandom.bits(settings.seed(), STREAM, played);
            Decider.Choice choice = Decider.decide(behaviour, world.problem(), situation, seed);
            Life.Step step = lives[unit].act(choice.action());
            Experience experience = new Experience(
                    situation,
                    choice.action(),
                    choice.propensity(),
                    step.reward(),
                    step.terminal() ? 0 : world.discount(),
                    step.terminal() ? null : step.next(),
                    units[unit],
                    steps[unit]);
            steps[unit] += step.truncated() ? 2 : 1; // a number left out: what follows does not continue the chain
            learner.observe(experience);
            played++;
            watcher.transition(played, experience, step);
            if (played % settings.publishEvery() == 0) {
                publish(watcher);
            }
        }
    }

    private void publish(Watcher watcher) {
        byte[] content = learner.content();
        behaviour = Algorithms.read(content, world.problem());
        versions++;
        watcher.version(played, content, behaviour);
    }

    /** Transitions played so far. */
    public long played() {
        return played;
    }

    /** Versions published so far. */
    public int versions() {
        return versions;
    }

    /** What the learner knows now, as a version of it would act. */
    public Policy policy() {
        return Algorithms.read(learner.content(), world.problem());
    }
}
