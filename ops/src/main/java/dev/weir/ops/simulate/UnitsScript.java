package dev.weir.ops.simulate;

import dev.weir.rl.decision.Situation;
import dev.weir.rl.world.episodic.EpisodicWorld;
import dev.weir.rl.world.episodic.Life;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.stream.IntStream;

/**
 * A world of units that live on: each period one batch decides for all of them, another reports what came of it, and the
 * world's time goes on. The last period ends every unit's episode, cut short with what was last seen.
 */
record UnitsScript(EpisodicWorld world, Shift shift) implements Script {
    @Override
    public void run(Scene scene, BooleanSupplier stopped) {
        List<Life> lives =
                IntStream.range(0, world.units()).mapToObj(world::life).toList();
        long periods = scene.play().decisions() / lives.size();
        long time = BEGINNING;
        scene.caller().tick(time);
        for (long period = 0; period < periods && !stopped.getAsBoolean(); period++) {
            // a transition leaves once the next decision of its unit is there: the last period's still wait
            long learned = Math.max(0, (period - 1) * lives.size());
            scene.follower().await(Math.min(learned, (period + 1) * lives.size() - scene.ahead()));
            period(scene, lives, period, time, period == periods - 1, shift.at(period, periods));
            time += scene.pause();
            scene.follower().rewarded((period + 1) * lives.size());
            scene.caller().tick(time);
        }
        if (!stopped.getAsBoolean()) {
            long all = periods * lives.size();
            scene.follower().await(all / scene.play().block() * scene.play().block());
        }
    }

    private void period(Scene scene, List<Life> lives, long period, long time, boolean last, double factor) {
        List<Caller.Asked> asked = new ArrayList<>(lives.size());
        for (Life life : lives) {
            asked.add(new Caller.Asked(
                    "period-" + period, life.unit(), period, time, life.situation(), action(life, life.baseline())));
        }
        long start = System.nanoTime();
        List<Caller.Decided> decided = scene.caller().decide(asked);
        double micros = (System.nanoTime() - start) / 1e3;
        List<Caller.Happened> happened = new ArrayList<>(lives.size());
        for (int u = 0; u < lives.size(); u++) {
            Life life = lives.get(u);
            int action =
                    world.problem().indexOf(life.situation(), decided.get(u).action());
            if (action < 0) {
                throw new IllegalStateException(
                        life.unit() + ": unknown action '" + decided.get(u).action() + "'");
            }
            Life.Step step = life.act(action);
            scene.course().add(Double.NaN, factor * step.reward(), micros / lives.size());
            Situation lastSeen = last && step.next() != null ? step.next() : null;
            happened.add(new Caller.Happened(
                    decided.get(u).decision(),
                    time + OUTCOME_AFTER_MILLIS,
                    Shift.times(factor, step.metrics()),
                    last,
                    lastSeen));
        }
        scene.caller().outcomes(happened);
    }

    private String action(Life life, int index) {
        return world.problem().actionId(life.situation(), index);
    }
}
