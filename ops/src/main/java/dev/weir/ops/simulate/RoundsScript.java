package dev.weir.ops.simulate;

import dev.weir.rl.decision.DecisionProblem;
import dev.weir.rl.decision.Situation;
import dev.weir.rl.world.World;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.BooleanSupplier;

/**
 * A world of rounds: decides block by block, reports what happened, and lets the world's time go on at fixed points: a
 * block happens within one window, then time passes its end. Nothing reads a clock to decide what is true.
 */
record RoundsScript(World world) implements Script {
    @Override
    public void run(Scene scene, BooleanSupplier stopped) {
        Play play = scene.play();
        long time = BEGINNING;
        scene.caller().tick(time);
        for (long from = 0; from < play.decisions() && !stopped.getAsBoolean(); from += play.block()) {
            long to = Math.min(from + play.block(), play.decisions());
            List<CompletableFuture<?>> outcomes = new ArrayList<>();
            for (long i = from; i < to; i++) {
                scene.follower().await(i + 1 - scene.ahead());
                outcomes.add(round(i, time, scene));
            }
            outcomes.forEach(CompletableFuture::join);
            time += scene.pause();
            scene.follower().rewarded(to);
            scene.caller().tick(time);
        }
        if (stopped.getAsBoolean()) {
            return;
        }
        long tail =
                scene.course().size() / play.block() * play.block(); // a last block that is not full makes no version
        scene.follower().await(tail);
    }

    private CompletableFuture<?> round(long i, long time, Scene scene) {
        World.Round round = world.round(i);
        Situation situation = round.situation();
        long start = System.nanoTime();
        Caller.Decided decided =
                scene.caller().decide(new Caller.Asked("round-" + i, round.unit(), null, time, situation, null));
        double micros = (System.nanoTime() - start) / 1e3;
        DecisionProblem problem = world.problem();
        int action = problem.indexOf(situation, decided.action());
        if (action < 0) {
            throw new IllegalStateException("round " + i + ": unknown action '" + decided.action() + "'");
        }
        Map<String, Double> metrics = round.metrics(action);
        double reward = scene.play().file().reward().formula().apply(metrics);
        scene.course().add(round.expectedReward(action), reward, micros);
        return scene.caller().outcome(decided.decision(), time + OUTCOME_AFTER_MILLIS, metrics);
    }
}
