package dev.weir.ops.simulate;

import dev.weir.rl.decision.DecisionProblem;
import dev.weir.rl.decision.Situation;
import dev.weir.rl.random.CounterRandom;
import dev.weir.rl.world.episodic.Life;
import dev.weir.rl.world.inventory.CornerShops;
import dev.weir.schemas.problem.ProblemFile;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Shops whose items come and go: so many new ones a period, each reordered for {@value #LIFE} periods. Planners order by the
 * shops' rule, give or take {@value #SCATTER}: no two of them are alike, and what they do teaches what others would not.
 */
final class Planners implements Business {
    private static final int NEW = 150;
    private static final int LIFE = 12;
    private static final int SCATTER = 3;
    private static final int MOST_PERIODS = 400;
    private static final long STREAM = 0x706c616e6e657273L; // "planners"

    private final ProblemFile file;
    private final CornerShops shops;
    private final long seed;
    private final List<Item> items = new ArrayList<>();
    private int begun;

    Planners(ProblemFile file, long seed) {
        this.file = file;
        this.shops = new CornerShops(NEW * MOST_PERIODS, seed);
        this.seed = seed;
    }

    @Override
    public ProblemFile file() {
        return file;
    }

    @Override
    public DecisionProblem problem() {
        return shops.problem();
    }

    @Override
    public String track() {
        return "dqn";
    }

    @Override
    public Map<String, String> plan() {
        return Map.of(
                "shadow",
                "100%:1500",
                "ramp",
                "5%",
                "least-units",
                "50",
                "most-units",
                "30000",
                "mature-after",
                "PT13M");
    }

    @Override
    public int loggingPeriods() {
        return 2 * LIFE;
    }

    @Override
    public List<Turn> turns(long period, long time) {
        for (int i = 0; i < NEW; i++) {
            items.add(new Item(shops.life(begun), begun++));
        }
        items.removeIf(item -> item.periods == LIFE);
        List<Turn> turns = new ArrayList<>();
        for (Item item : items) {
            turns.add(new Order(item, time));
        }
        return turns;
    }

    private static final class Item {
        private final Life life;
        private final long number;
        private int periods;

        private Item(Life life, long number) {
            this.life = life;
            this.number = number;
        }
    }

    private final class Order implements Turn {
        private final Item item;
        private final long time;
        private double reward;

        private Order(Item item, long time) {
            this.item = item;
            this.time = time;
        }

        @Override
        public Caller.Asked asked(boolean alreadyDone) {
            Situation situation = item.life.situation();
            DecisionProblem problem = shops.problem();
            int allowed = problem.allowedCount(situation);
            int rule = 0;
            while (rule + 1 < allowed && problem.actionIndex(situation, rule) < item.life.baseline()) {
                rule++;
            }
            int from = Math.max(0, rule - SCATTER);
            int to = Math.min(allowed - 1, rule + SCATTER);
            double u = CounterRandom.uniform(seed, STREAM, item.number * LIFE + item.periods);
            int done = from + (int) (u * (to - from + 1));
            String action = problem.actionId(situation, problem.actionIndex(situation, done));
            Double chosen = alreadyDone ? (Double) (1.0 / (to - from + 1)) : null;
            return new Caller.Asked(
                    "period-" + item.periods, item.life.unit(), (long) item.periods, time, situation, action, chosen);
        }

        @Override
        public Caller.Happened act(Caller.Decided decided, long at) {
            int action = shops.problem().indexOf(item.life.situation(), decided.action());
            Life.Step step = item.life.act(action);
            item.periods++;
            reward = step.reward();
            boolean last = item.periods == LIFE;
            @Nullable Situation lastSeen = last ? step.next() : null;
            return new Caller.Happened(decided.decision(), at, step.metrics(), last, lastSeen);
        }

        @Override
        public double reward() {
            return reward;
        }
    }
}
