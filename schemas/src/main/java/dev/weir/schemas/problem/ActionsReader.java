package dev.weir.schemas.problem;

import dev.weir.rl.decision.ActionSpace;
import dev.weir.schemas.problem.ProblemFile.DefaultAction;
import dev.weir.schemas.problem.ProblemFile.Limits;
import java.util.List;
import java.util.Set;

/** Reads what can be done: actions, default action, limits. */
final class ActionsReader {
    static final int MAX_ACTIONS = 10_000;

    private ActionsReader() {}

    static ActionSpace actions(Section root, Set<String> names) {
        try (Section s = root.section("actions")) {
            List<String> given = List.of("ids", "quantities", "candidates", "continuous").stream()
                    .filter(s::has)
                    .toList();
            if (given.size() != 1) {
                root.wrong("actions", root.node("actions"), "exactly one of ids, quantities, candidates");
            } else if (given.get(0).equals("continuous")) {
                s.wrong("continuous", s.node("continuous"), "quantities: continuous actions are not supported yet");
            } else if (given.get(0).equals("candidates")) {
                return candidates(s, names);
            } else if (given.get(0).equals("quantities")) {
                return quantities(s);
            }
            return new ActionSpace.Ids(s.has("ids") ? s.texts("ids", 1, MAX_ACTIONS) : List.of());
        }
    }

    private static ActionSpace candidates(Section actions, Set<String> names) {
        try (Section s = actions.section("candidates")) {
            return new ActionSpace.Candidates(
                    FeaturesReader.read(s, names), (int) s.integer("max", 1, MAX_ACTIONS, 1000L));
        }
    }

    private static ActionSpace quantities(Section actions) {
        try (Section s = actions.section("quantities")) {
            int max = (int) s.integer("max", 1, 1_000_000_000, null);
            int step = (int) s.integer("step", 1, 1_000_000_000, 1L);
            ActionSpace.Quantities quantities = new ActionSpace.Quantities(max, step);
            if (step > max) {
                s.wrong("step", s.node("step"), "at most max, which is " + max);
            } else if (quantities.count() > MAX_ACTIONS) {
                s.wrong("max", s.node("max"), "at most " + MAX_ACTIONS + " quantities; a wider step makes fewer");
            }
            return quantities;
        }
    }

    static DefaultAction defaultAction(Section root, ActionSpace actions) {
        String key = "default-action";
        String text = root.text(key, null);
        if (text.equals("from-request") || text.isEmpty()) {
            return new DefaultAction.FromRequest();
        } else if (actions instanceof ActionSpace.Candidates) {
            if (!text.equals("first")) {
                root.wrong(key, root.node(key), "from-request or first: candidates are not known before the request");
            }
            return new DefaultAction.First();
        } else if (text.equals("first")) {
            root.wrong(key, root.node(key), "from-request or an action's id: first is for candidates");
        } else if (!declares(actions, text)) {
            root.wrong(key, root.node(key), "from-request or the id of a declared action");
        }
        return new DefaultAction.Fixed(text);
    }

    private static boolean declares(ActionSpace actions, String id) {
        if (actions instanceof ActionSpace.Quantities q) {
            try {
                int quantity = Integer.parseInt(id);
                return quantity >= 0
                        && quantity <= q.max()
                        && quantity % q.step() == 0
                        && id.equals(Integer.toString(quantity));
            } catch (NumberFormatException e) {
                return false;
            }
        }
        return ((ActionSpace.Ids) actions).ids().contains(id);
    }

    static Limits limits(Section root, ActionSpace actions, DefaultAction defaultAction) {
        if (!root.has("limits")) {
            return new Limits(null, null);
        }
        if (!(actions instanceof ActionSpace.Quantities)) {
            root.wrong("limits", root.node("limits"), "no limits: they are for quantities only");
        }
        try (Section s = root.section("limits")) {
            String text = s.node("max") instanceof Node.Scalar scalar ? scalar.text() : "";
            if (text.startsWith("request.")) {
                String key = s.text("max", null).substring("request.".length());
                if (!FeaturesReader.NAME.matcher(key).matches()) {
                    s.wrong("max", s.node("max"), "a number, or request.<key of the request's allowed object>");
                }
                return new Limits(null, key);
            }
            double max = s.number("max", 0, Double.POSITIVE_INFINITY, null);
            if (defaultAction instanceof DefaultAction.Fixed fixed && exceeds(fixed.id(), max)) {
                s.wrong("max", s.node("max"), "at least the default action, which is " + fixed.id());
            }
            return new Limits(max, null);
        }
    }

    private static boolean exceeds(String id, double max) {
        try {
            return Double.parseDouble(id) > max;
        } catch (NumberFormatException e) {
            return false; // found elsewhere
        }
    }
}
