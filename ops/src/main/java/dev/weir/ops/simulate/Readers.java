package dev.weir.ops.simulate;

import dev.weir.rl.decision.Candidate;
import dev.weir.rl.decision.DecisionProblem;
import dev.weir.rl.decision.Situation;
import dev.weir.rl.random.CounterRandom;
import dev.weir.rl.world.MadeUpTranslations;
import dev.weir.rl.world.World;
import dev.weir.schemas.problem.ProblemFile;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Translations for readers who come once. The rule shows the most fluent candidate, and one in five times any of them: editors
 * want to see the others too.
 */
final class Readers implements Business {
    private static final int READERS = 200;
    private static final double ANY = 0.2;
    private static final long STREAM = 0x72656164657273L; // "readers"

    private final ProblemFile file;
    private final World world;
    private final long seed;

    Readers(ProblemFile file, long seed) {
        this.file = file;
        this.world = new MadeUpTranslations(seed);
        this.seed = seed;
    }

    @Override
    public ProblemFile file() {
        return file;
    }

    @Override
    public DecisionProblem problem() {
        return world.problem();
    }

    @Override
    public String track() {
        return "linear";
    }

    @Override
    public Map<String, String> plan() {
        return Map.of("shadow", "100%:2000", "ramp", "5%", "least-units", "50", "most-units", "6000");
    }

    @Override
    public int loggingPeriods() {
        return 10;
    }

    @Override
    public List<Turn> turns(long period, long time) {
        List<Turn> turns = new ArrayList<>();
        for (int i = 0; i < READERS; i++) {
            turns.add(new Reading(period * READERS + i, time));
        }
        return turns;
    }

    private final class Reading implements Turn {
        private final long index;
        private final long time;
        private final World.Round round;
        private double reward;

        private Reading(long index, long time) {
            this.index = index;
            this.time = time;
            this.round = world.round(index);
        }

        @Override
        public Caller.Asked asked(boolean alreadyDone) {
            Situation situation = round.situation();
            List<Candidate> candidates = situation.candidates();
            int rule = 0;
            for (int i = 1; i < candidates.size(); i++) {
                rule = fluency(candidates.get(i)) > fluency(candidates.get(rule)) ? i : rule;
            }
            double u = CounterRandom.uniform(seed, STREAM, index);
            int done = u < ANY ? (int) (u / ANY * candidates.size()) : rule;
            double any = ANY / candidates.size();
            Double chosen = alreadyDone ? (Double) (done == rule ? 1 - ANY + any : any) : null;
            return new Caller.Asked(
                    "text",
                    "reader-" + index,
                    null,
                    time,
                    situation,
                    candidates.get(done).id(),
                    chosen);
        }

        private static double fluency(Candidate candidate) {
            return candidate.features().numbers()[0];
        }

        @Override
        public Caller.Happened act(Caller.Decided decided, long at) {
            int action = world.problem().indexOf(round.situation(), decided.action());
            reward = round.reward(action);
            return new Caller.Happened(decided.decision(), at, round.metrics(action), false, null);
        }

        @Override
        public double reward() {
            return reward;
        }
    }
}
