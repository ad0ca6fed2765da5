package dev.weir.rl.bandit;

import dev.weir.rl.decision.ActionSpace;
import dev.weir.rl.decision.DecisionProblem;
import dev.weir.rl.decision.Situation;
import dev.weir.rl.feature.FeatureEncoder;
import dev.weir.rl.feature.FeatureSpec;
import dev.weir.rl.feature.Features;
import dev.weir.rl.feature.SparseVector;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Features φ(s, a) of a situation and one of its actions: a constant, then the terms in order, each the product of the
 * encodings of what it names. Immutable and safe for use by many threads; {@link Prepared} is confined to one.
 */
final class LinearEncoder {
    /** Places that a model may have: the solve at publication is cubic in them and must take at most 100 ms. */
    static final int MAX_WIDTH = 1024;

    /** Pairs of features that the default terms cross take at most so many places each. */
    private static final int MAX_DEFAULT_CROSS = 64;

    /** Entries that vectors have room for at once; most have fewer. */
    private static final int MAX_ROOM = 64;

    private enum Source {
        CONTEXT,
        CANDIDATE,
        ACTION
    }

    /** One name that terms are made of. */
    private record Factor(
            String name, Source source, int width, @Nullable FeatureEncoder feature) {}

    private record Term(int base, int[] factors) {}

    private final DecisionProblem problem;
    private final List<List<String>> interactions;
    private final ActionEncoder action;
    private final List<Factor> factors = new ArrayList<>();
    private final Term[] terms;
    private final int[] widths;
    private final boolean named;
    private final int width;

    LinearEncoder(DecisionProblem problem, List<List<String>> interactions, int hinges) {
        this.problem = problem;
        this.action = new ActionEncoder(problem.actions(), hinges);
        this.interactions = interactions.isEmpty() ? defaults() : interactions;
        this.terms = new Term[this.interactions.size()];
        long next = 1; // place 0 is the constant
        for (int t = 0; t < terms.length; t++) {
            List<String> names = this.interactions.get(t);
            int[] used = names.stream().mapToInt(this::factor).toArray();
            terms[t] = new Term((int) next, used);
            next += places(names);
            if (next > MAX_WIDTH) {
                throw new IllegalArgumentException("algorithm.interactions: terms up to " + names + " take " + next
                        + " places, expected at most " + MAX_WIDTH + "; use fewer crosses or fewer buckets");
            }
        }
        this.width = (int) next;
        this.widths = factors.stream().mapToInt(Factor::width).toArray();
        this.named = problem.actions() instanceof ActionSpace.Ids;
    }

    /** The terms in force: the configured ones, or the default for the kind of actions. */
    List<List<String>> interactions() {
        return interactions;
    }

    /** Places of φ. */
    int width() {
        return width;
    }

    DecisionProblem problem() {
        return problem;
    }

    /** What a place stands for, for people. */
    String nameOf(int place) {
        if (place == 0) {
            return "(constant)";
        }
        int t = terms.length - 1;
        while (terms[t].base > place) {
            t--;
        }
        int rest = place - terms[t].base;
        List<String> names = new ArrayList<>();
        for (int i = terms[t].factors.length - 1; i >= 0; i--) {
            Factor factor = factors.get(terms[t].factors[i]);
            int within = rest % factor.width;
            rest /= factor.width;
            names.add(0, factor.feature == null ? action.nameOf(within) : factor.feature.nameOf(within));
        }
        return String.join(" × ", names);
    }

    /** The default: actions (or their features), and each of the context's features with each of them. */
    private List<List<String>> defaults() {
        List<String> about = problem.actions() instanceof ActionSpace.Candidates c
                ? c.features().specs().stream().map(FeatureSpec::name).toList()
                : List.of("action");
        List<List<String>> all = new ArrayList<>();
        long total = 1;
        for (String name : about) {
            all.add(List.of(name));
            total += places(List.of(name));
        }
        for (FeatureSpec context : problem.context().specs()) {
            for (String name : about) {
                List<String> cross = List.of(context.name(), name);
                long more = places(cross);
                boolean declared = name.equals("action");
                if ((declared || more <= MAX_DEFAULT_CROSS) && total + more <= MAX_WIDTH) {
                    all.add(cross);
                    total += more;
                }
            }
        }
        return all;
    }

    private long places(List<String> names) {
        long product = 1;
        for (String name : names) {
            product = Math.min(product * factors.get(factor(name)).width, Integer.MAX_VALUE);
        }
        return product;
    }

    private int factor(String name) {
        for (int i = 0; i < factors.size(); i++) {
            if (factors.get(i).name.equals(name)) {
                return i;
            }
        }
        factors.add(make(name));
        return factors.size() - 1;
    }

    private Factor make(String name) {
        if (name.equals("action")) {
            if (problem.actions() instanceof ActionSpace.Candidates) {
                throw new IllegalArgumentException("algorithm.interactions: was 'action', expected features of"
                        + " candidates: candidates have no identity but their features");
            }
            return new Factor(name, Source.ACTION, action.width(), null);
        }
        for (FeatureSpec spec : problem.context().specs()) {
            if (spec.name().equals(name)) {
                FeatureEncoder encoder = FeatureEncoder.of(problem.context(), name);
                return new Factor(name, Source.CONTEXT, encoder.width(), encoder);
            }
        }
        if (!(problem.actions() instanceof ActionSpace.Candidates c)) {
            throw new IllegalArgumentException("algorithm.interactions: no feature '" + name + "'");
        }
        FeatureEncoder encoder = FeatureEncoder.of(c.features(), name);
        return new Factor(name, Source.CANDIDATE, encoder.width(), encoder);
    }

    /** A situation with its context encoded once, from which the features of each of its actions are made. */
    Prepared prepare(Situation situation) {
        return new Prepared(situation);
    }

    /** Features of the actions of one situation. */
    final class Prepared {
        private final Situation situation;
        private final SparseVector[] encoded = new SparseVector[factors.size()];
        private final SparseVector phi = new SparseVector(MAX_ROOM);

        private Prepared(Situation situation) {
            this.situation = situation;
            for (int f = 0; f < encoded.length; f++) {
                encoded[f] = new SparseVector(Math.min(widths[f], MAX_ROOM));
                if (factors.get(f).source == Source.CONTEXT) {
                    encode(f, situation.features());
                }
            }
        }

        private void encode(int f, Features features) {
            @Nullable FeatureEncoder feature = factors.get(f).feature;
            if (feature != null) {
                feature.encode(features, encoded[f]);
            }
        }

        /**
         * φ of one action, valid until the next call.
         *
         * @param a index into the declared actions or the candidates
         */
        SparseVector features(int a) {
            for (int f = 0; f < encoded.length; f++) {
                if (factors.get(f).source == Source.ACTION) {
                    encoded[f].clear();
                    action.encode(a, encoded[f]);
                } else if (factors.get(f).source == Source.CANDIDATE) {
                    encoded[f].clear();
                    encode(f, situation.candidates().get(a).features());
                }
            }
            phi.clear();
            phi.add(0, 1);
            for (Term term : terms) {
                product(term);
            }
            return phi;
        }

        /** Terms of one or two factors, which most are, without recursion. */
        private void product(Term term) {
            int[] of = term.factors;
            SparseVector first = encoded[of[0]];
            if (of.length == 1) {
                for (int i = 0; i < first.size(); i++) {
                    phi.add(term.base + first.place(i), first.value(i));
                }
            } else if (of.length == 2) {
                SparseVector second = encoded[of[1]];
                for (int i = 0; i < first.size(); i++) {
                    int row = term.base + first.place(i) * widths[of[1]];
                    for (int j = 0; j < second.size(); j++) {
                        phi.add(row + second.place(j), first.value(i) * second.value(j));
                    }
                }
            } else {
                product(term, 0, 0, 1);
            }
        }

        private void product(Term term, int depth, int place, double value) {
            if (depth == term.factors.length) {
                phi.add(term.base + place, value);
                return;
            }
            int f = term.factors[depth];
            SparseVector factor = encoded[f];
            for (int i = 0; i < factor.size(); i++) {
                product(term, depth + 1, place * widths[f] + factor.place(i), value * factor.value(i));
            }
        }

        /**
         * Products of φ and weights for all allowed actions at once, with the same bits as one after the other: the same
         * sums in the same order, but the actions, which only shift places, run innermost. False: not for these actions.
         */
        boolean values(double[] weights, double[] values) {
            if (!named) {
                return false;
            }
            Arrays.fill(values, 0.0 + weights[0]);
            for (Term term : terms) {
                rows(term, 0, 0, 0, 1, weights, values);
            }
            return true;
        }

        /** {@code stride}: how far apart the places of two actions are; 0 while no factor is the action. */
        private void rows(
                Term term, int depth, int place, int stride, double value, double[] weights, double[] values) {
            if (depth == term.factors.length) {
                row(term.base + place, stride, value, weights, values);
                return;
            }
            int f = term.factors[depth];
            if (factors.get(f).source == Source.ACTION) {
                rows(term, depth + 1, place * widths[f], stride * widths[f] + 1, value, weights, values);
                return;
            }
            SparseVector factor = encoded[f];
            for (int i = 0; i < factor.size(); i++) {
                int next = place * widths[f] + factor.place(i);
                rows(term, depth + 1, next, stride * widths[f], value * factor.value(i), weights, values);
            }
        }

        private void row(int from, int stride, double value, double[] weights, double[] values) {
            int @Nullable [] allowed = situation.allowed();
            if (allowed == null && stride == 1) {
                for (int a = 0; a < values.length; a++) {
                    values[a] += weights[from + a] * value;
                }
                return;
            }
            for (int i = 0; i < values.length; i++) {
                int a = allowed == null ? i : allowed[i];
                values[i] += weights[from + a * stride] * value;
            }
        }
    }
}
