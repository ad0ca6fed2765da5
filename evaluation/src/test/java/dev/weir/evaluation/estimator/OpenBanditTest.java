package dev.weir.evaluation.estimator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.weir.evaluation.OpenBandit;
import dev.weir.evaluation.SharedData;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** The Open Bandit sample against numbers of Open Bandit Pipeline: both logs, both policies, both reward models. */
class OpenBanditTest {
    private static final double[] LIMITS = {1, 5, 10, 100};

    @Test
    void everyEstimatorAgreesWithOpenBanditPipeline() {
        int checked = 0;
        for (String log : new String[] {"random", "bts"}) {
            OpenBandit data = new OpenBandit(log);
            double[][] tabular = data.tabular();
            double[][] logistic = data.logistic();
            for (JsonNode setting : SharedData.json("open-bandit/expected.json").get("settings")) {
                if (!setting.get("log").asString().equals(log)) {
                    continue;
                }
                double[][] policy =
                        OpenBandit.policy(setting.get("evaluation_policy").asString());
                JsonNode exact = setting.get("exact");
                checked += check(data.evaluate(weighting(), policy, null), weightingNames(), exact, 1e-12);
                checked += check(data.evaluate(modelled(), policy, tabular), modelledNames("tab_"), exact, 1e-12);
                checked += check(
                        data.evaluate(modelled(), policy, logistic), modelledNames(""), setting.get("logistic"), 1e-9);
            }
        }
        assertThat(checked).isEqualTo(4 * (6 + 11 + 11));
    }

    private static int check(Evaluation evaluation, List<String> names, JsonNode expected, double tolerance) {
        List<Estimate> estimates = evaluation.estimates();
        for (int e = 0; e < names.size(); e++) {
            JsonNode number = expected.get(names.get(e));
            Estimate estimate = estimates.get(e);
            assertThat(estimate.value())
                    .as(names.get(e))
                    .isCloseTo(number.get("value").asDouble(), within(tolerance));
            // Theirs takes the mean weight of self-normalised estimators for known; ours does not.
            boolean linear = !evaluation.estimators().get(e).selfNormalised();
            double error = number.get("se").asDouble();
            assertThat(estimate.standardError())
                    .as("error of " + names.get(e))
                    .isCloseTo(error, within(linear ? tolerance : 0.03 * error));
        }
        return names.size();
    }

    private static List<Estimator> weighting() {
        List<Estimator> all = new ArrayList<>(List.of(new Ips(), new Snips()));
        for (double limit : new double[] {1, 5, 10, 50}) {
            all.add(new ClippedIps(limit));
        }
        return all;
    }

    private static List<String> weightingNames() {
        return List.of("ips", "snips", "ips_clip1", "ips_clip5", "ips_clip10", "ips_clip50");
    }

    private static List<Estimator> modelled() {
        List<Estimator> all = new ArrayList<>(List.of(new DirectMethod(), new DoublyRobust(), new SelfNormalisedDr()));
        for (double limit : LIMITS) {
            all.add(new SwitchDr(limit));
            all.add(new OptimisticDr(limit));
        }
        return all;
    }

    private static List<String> modelledNames(String prefix) {
        List<String> all = new ArrayList<>(List.of(prefix + "dm", prefix + "dr", prefix + "sndr"));
        for (double limit : LIMITS) {
            all.add(prefix + "switch_dr_" + (int) limit);
            all.add(prefix + "dros_" + (int) limit);
        }
        return all;
    }
}
