package dev.weir.ops.evaluate;

import dev.weir.rl.decision.ActionSpace;
import dev.weir.rl.decision.DecisionProblem;
import dev.weir.rl.decision.Situation;
import dev.weir.rl.feature.SparseVector;

/**
 * Features of a pair of situation and action: [1, context, action, context × action]. A declared action is its own place, a
 * candidate its features. The products are left out where they would be more than 1,000 places. Confined to one thread.
 */
final class PairFeatures {
    private static final int MOST = 1000;

    private final DecisionProblem problem;
    private final SparseContext context;
    private final SparseContext candidate;
    private final boolean candidates;
    private final int actionWidth;
    private final boolean crossed;
    private final SparseVector x = new SparseVector();
    private final SparseVector action = new SparseVector();

    PairFeatures(DecisionProblem problem) {
        this.problem = problem;
        this.context = new SparseContext(problem.context());
        if (problem.actions() instanceof ActionSpace.Candidates c) {
            this.candidates = true;
            this.candidate = new SparseContext(c.features());
            this.actionWidth = candidate.width();
        } else {
            this.candidates = false;
            this.candidate = context;
            this.actionWidth =
                    problem.actionCount(new Situation(dev.weir.rl.feature.Features.NONE, java.util.List.of(), null));
        }
        this.crossed = (long) context.width() * actionWidth <= MOST;
    }

    int width() {
        return 1 + context.width() + actionWidth + (crossed ? context.width() * actionWidth : 0);
    }

    /** Numbers of a context. */
    int contextWidth() {
        return context.width();
    }

    /** Encodes the context that the next pairs share. */
    void begin(Situation situation) {
        x.clear();
        context.encode(situation.features(), x);
    }

    /** Adds the context to a dense row. */
    void writeContext(double[] row, int at) {
        for (int i = 0; i < x.size(); i++) {
            row[at + x.place(i)] += x.value(i);
        }
    }

    /**
     * θ · pair for every allowed action of the situation that was begun.
     *
     * @param values [allowed] where they are written
     */
    void dot(double[] theta, Situation situation, int allowed, double[] values) {
        double shared = theta[0];
        for (int i = 0; i < x.size(); i++) {
            shared += theta[1 + x.place(i)] * x.value(i);
        }
        int from = 1 + context.width();
        int cross = from + actionWidth;
        for (int a = 0; a < allowed; a++) {
            int index = problem.actionIndex(situation, a);
            double sum = shared;
            if (candidates) {
                action.clear();
                candidate.encode(situation.candidates().get(index).features(), action);
                for (int k = 0; k < action.size(); k++) {
                    sum += action.value(k) * one(theta, from, cross, action.place(k));
                }
            } else {
                sum += one(theta, from, cross, index);
            }
            values[a] = sum;
        }
    }

    /** What one place of an action's features adds, its products with the context among it. */
    private double one(double[] theta, int from, int cross, int place) {
        double sum = theta[from + place];
        if (crossed) {
            int block = cross + place * context.width();
            for (int i = 0; i < x.size(); i++) {
                sum += theta[block + x.place(i)] * x.value(i);
            }
        }
        return sum;
    }

    /** The pair with the action at a place among the allowed ones; places may repeat. */
    void pair(Situation situation, int place, SparseVector out) {
        out.clear();
        out.add(0, 1);
        for (int i = 0; i < x.size(); i++) {
            out.add(1 + x.place(i), x.value(i));
        }
        int index = problem.actionIndex(situation, place);
        action.clear();
        if (candidates) {
            candidate.encode(situation.candidates().get(index).features(), action);
        } else {
            action.add(index, 1);
        }
        int from = 1 + context.width();
        for (int a = 0; a < action.size(); a++) {
            out.add(from + action.place(a), action.value(a));
        }
        if (crossed) {
            int cross = from + actionWidth;
            for (int a = 0; a < action.size(); a++) {
                int block = cross + action.place(a) * context.width();
                for (int i = 0; i < x.size(); i++) {
                    out.add(block + x.place(i), x.value(i) * action.value(a));
                }
            }
        }
    }
}
