package dev.weir.evaluation;

import dev.weir.evaluation.estimator.Estimator;
import dev.weir.evaluation.estimator.Evaluation;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** One log of the Open Bandit sample, campaign men, and the two reward models that its expected numbers were made with. */
public final class OpenBandit {
    public static final int ACTIONS = 34;
    private static final int FIRST_FEATURE = 6;
    private static final int FEATURES = 4;

    private final String log;
    private final List<String[]> rows;

    public OpenBandit(String log) {
        this.log = log;
        this.rows = SharedData.csv("open-bandit/" + log + "/men.csv.gz");
    }

    public int action(int row) {
        return Integer.parseInt(rows.get(row)[2]);
    }

    public int slot(int row) {
        return Integer.parseInt(rows.get(row)[3]) - 1;
    }

    public double reward(int row) {
        return Double.parseDouble(rows.get(row)[4]);
    }

    /**
     * Cut after 16 decimals, as the reader did that the expected numbers were made with (17 digits, leading zeros counted):
     * 1/34 comes out 1.8e-15 too small, which puts weights of 1 just above the limit 1 of SWITCH-DR. Elsewhere it is nothing.
     */
    public double propensity(int row) {
        String text = rows.get(row)[5];
        return Double.parseDouble(text.substring(0, Math.min(text.length(), 18)));
    }

    public int size() {
        return rows.size();
    }

    /** π(·|slot) of a policy named as in expected.json. */
    public static double[][] policy(String name) {
        double[][] policy = new double[3][ACTIONS];
        List<String[]> table = SharedData.csv("open-bandit/action_dist_bts.csv");
        for (int a = 0; a < ACTIONS; a++) {
            for (int k = 0; k < 3; k++) {
                policy[k][a] = name.equals("uniform") ? 1.0 / ACTIONS : Double.parseDouble(table.get(a)[k + 1]);
            }
        }
        return policy;
    }

    /** q(a) = (clicks + 50 r̄) / (n + 50), the same for every row. */
    public double[][] tabular() {
        double[] clicks = new double[ACTIONS];
        double[] shown = new double[ACTIONS];
        double all = 0;
        for (int i = 0; i < size(); i++) {
            clicks[action(i)] += reward(i);
            shown[action(i)]++;
            all += reward(i);
        }
        double[] q = new double[ACTIONS];
        for (int a = 0; a < ACTIONS; a++) {
            q[a] = (clicks[a] + 50 * (all / size())) / (shown[a] + 50);
        }
        double[][] values = new double[size()][];
        Arrays.fill(values, q);
        return values;
    }

    /** Cross-fitted logistic regression of click on one-hot user features and item features. */
    public double[][] logistic() {
        JsonNode file = SharedData.json("open-bandit/qlogit_" + log + ".json");
        List<String[]> folds = SharedData.csv("open-bandit/folds_" + log + ".csv.gz");
        Map<String, JsonNode> models = new HashMap<>();
        file.get("models")
                .forEach(m -> models.put(
                        m.get("fold").asInt() + "/" + m.get("position").asInt(), m));
        List<String> names = new ArrayList<>();
        file.get("feature_names").forEach(n -> names.add(n.asString()));
        double[][] values = new double[size()][ACTIONS];
        for (int i = 0; i < size(); i++) {
            JsonNode model = models.get(folds.get(i)[1] + "/" + slot(i));
            JsonNode coefficients = model.get("coef");
            double context = model.get("intercept").asDouble();
            for (int f = 0; f < FEATURES; f++) {
                int at = names.indexOf("user_feature_" + f + "_" + rows.get(i)[FIRST_FEATURE + f]);
                context += at < 0 ? 0 : coefficients.get(at).asDouble();
            }
            for (int a = 0; a < ACTIONS; a++) {
                double logit = context;
                for (int j = 0; j < 4; j++) {
                    logit += coefficients.get(names.size() - 4 + j).asDouble()
                            * file.get("action_context").get(a).get(j).asDouble();
                }
                values[i][a] = 1 / (1 + StrictMath.exp(-logit));
            }
        }
        return values;
    }

    /** All rows, each its own unit. */
    public Evaluation evaluate(List<Estimator> estimators, double[][] policy, double @Nullable [][] values) {
        Evaluation evaluation = new Evaluation(estimators);
        for (int i = 0; i < size(); i++) {
            double[] pi = policy[slot(i)];
            evaluation.add(
                    i, action(i), propensity(i), reward(i), pi, 0, ACTIONS, values == null ? null : values[i], 0);
        }
        return evaluation;
    }
}
