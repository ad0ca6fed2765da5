package dev.weir.ops.simulate;

import dev.weir.rl.decision.DecisionProblem;
import dev.weir.rl.decision.Situation;
import dev.weir.rl.world.World;
import dev.weir.schemas.problem.ProblemFile;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.BooleanSupplier;

/**
 * Lives in a world: decides block by block, reports what happened, and lets the world's time go on at fixed points of this
 * script: a block happens within one window, then time passes its end. Nothing reads a clock to decide what is true.
 */
final class Driver {
    /** When made-up worlds begin: far enough back that no play reaches the present. */
    static final long BEGINNING = Instant.parse("2026-01-01T00:00:00Z").toEpochMilli();

    private static final long OUTCOME_AFTER_MILLIS = 1_000;

    private final Play play;
    private final Caller caller;
    private final Follower follower;
    private final Course course;
    private final int ahead;
    private long time = BEGINNING;

    Driver(Play play, Caller caller, Follower follower, Course course, int ahead) {
        this.play = play;
        this.caller = caller;
        this.follower = follower;
        this.course = course;
        this.ahead = ahead;
    }

    /** Plays to the end, or until it is told to stop. */
    void run(BooleanSupplier stopped) {
        long pause = play.file().reward().window().toMillis()
                + play.file().time().tick().toMillis();
        caller.tick(time);
        for (long from = 0; from < play.decisions() && !stopped.getAsBoolean(); from += play.block()) {
            long to = Math.min(from + play.block(), play.decisions());
            List<CompletableFuture<?>> outcomes = new ArrayList<>();
            for (long i = from; i < to; i++) {
                follower.await(i + 1 - ahead);
                outcomes.add(round(i));
            }
            outcomes.forEach(CompletableFuture::join);
            time += pause; // past the window of all that the block decided
            follower.rewarded(to);
            caller.tick(time);
        }
        if (stopped.getAsBoolean()) {
            return;
        }
        long tail = course.size() / play.block() * play.block(); // a last block that is not full makes no version
        follower.await(tail);
    }

    private CompletableFuture<?> round(long i) {
        World.Round round = play.world().round(i);
        Situation situation = round.situation();
        long start = System.nanoTime();
        Caller.Decided decided = caller.decide("round-" + i, round.unit(), time, situation);
        double micros = (System.nanoTime() - start) / 1e3;
        DecisionProblem problem = play.world().problem();
        int action = problem.indexOf(situation, decided.action());
        if (action < 0) {
            throw new IllegalStateException("round " + i + ": unknown action '" + decided.action() + "'");
        }
        Map<String, Double> metrics = round.metrics(action);
        ProblemFile file = play.file();
        course.add(round, action, file.reward().formula().apply(metrics), micros);
        return caller.outcome(decided.decision(), time + OUTCOME_AFTER_MILLIS, metrics);
    }
}
