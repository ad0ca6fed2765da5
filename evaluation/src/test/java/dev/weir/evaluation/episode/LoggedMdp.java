package dev.weir.evaluation.episode;

import dev.weir.evaluation.SharedData;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import tools.jackson.databind.JsonNode;

/**
 * A logged tabular problem of the shared data, its target policy applied. The log has rewards rounded to six digits. Of the
 * expected numbers those of importance sampling were made before rounding, with the rewards of the problem's own table;
 * those of FQE and doubly robust from the log as it is.
 */
record LoggedMdp(EpisodeLog log, int states, int[] state, int[] next, JsonNode expected) {
    static LoggedMdp read(String mdp, boolean rounded) {
        JsonNode expected = null;
        for (JsonNode node : SharedData.json("rl/expected_ope.json")) {
            if (node.get("mdp").asString().equals(mdp)) {
                expected = node;
            }
        }
        if (expected == null) {
            throw new IllegalArgumentException("no expected numbers for " + mdp);
        }
        JsonNode file = SharedData.json("rl/" + mdp + ".json");
        int actions = file.get("n_actions").asInt();
        JsonNode probabilities =
                file.get("policies").get(expected.get("target").asString()).get("probs");
        List<String[]> rows = SharedData.csv("rl/log_" + mdp + "_eps0.5_greedy.csv.gz");
        int count = rows.size();
        int[] state = column(rows, 2);
        int[] next = column(rows, 5);
        int[] starts = IntStream.concat(
                        IntStream.range(0, count).filter(i -> rows.get(i)[1].equals("0")), IntStream.of(count))
                .toArray();
        int[] actionOf = column(rows, 3);
        Map<List<Integer>, Double> rewards = new HashMap<>();
        for (JsonNode t : file.get("transitions")) {
            List<Integer> key =
                    List.of(t.get(0).asInt(), t.get(1).asInt(), t.get(2).asInt());
            rewards.put(key, t.get(4).asDouble());
        }
        boolean[] terminal = new boolean[count];
        double[] reward = new double[count];
        double[] propensity = new double[count];
        double[] policy = new double[count * actions];
        double[] nextPolicy = new double[count * actions];
        for (int i = 0; i < count; i++) {
            reward[i] =
                    rounded ? Double.parseDouble(rows.get(i)[4]) : rewards.get(List.of(state[i], actionOf[i], next[i]));
            terminal[i] = rows.get(i)[6].equals("1");
            propensity[i] = Double.parseDouble(rows.get(i)[7]);
            for (int a = 0; a < actions; a++) {
                policy[i * actions + a] = probabilities.get(state[i]).get(a).asDouble();
                nextPolicy[i * actions + a] = probabilities.get(next[i]).get(a).asDouble();
            }
        }
        double discount = expected.get("gamma").asDouble();
        EpisodeLog log =
                new EpisodeLog(starts, actionOf, reward, terminal, propensity, policy, nextPolicy, actions, discount);
        return new LoggedMdp(log, file.get("n_states").asInt(), state, next, expected);
    }

    private static int[] column(List<String[]> rows, int index) {
        return rows.stream().mapToInt(row -> Integer.parseInt(row[index])).toArray();
    }

    int horizon() {
        return expected.get("horizon").asInt();
    }

    double expected(String name) {
        return expected.get(name).asDouble();
    }

    TabularQ table() {
        return new TabularQ(log, states, state, next);
    }

    /** [rows × states] 1 at each row's state. */
    double[] oneHot(int[] of) {
        double[] features = new double[of.length * states];
        for (int i = 0; i < of.length; i++) {
            features[i * states + of[i]] = 1;
        }
        return features;
    }
}
