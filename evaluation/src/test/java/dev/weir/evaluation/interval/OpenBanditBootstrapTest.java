package dev.weir.evaluation.interval;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.weir.evaluation.OpenBandit;
import dev.weir.evaluation.SharedData;
import dev.weir.evaluation.estimator.DirectMethod;
import dev.weir.evaluation.estimator.DoublyRobust;
import dev.weir.evaluation.estimator.Estimator;
import dev.weir.evaluation.estimator.GroupSums;
import dev.weir.evaluation.estimator.Ips;
import dev.weir.evaluation.estimator.SelfNormalisedDr;
import dev.weir.evaluation.estimator.Snips;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/**
 * Percentile bootstrap of the Open Bandit sample: with the draws of Open Bandit Pipeline its intervals to 0.5 % of their width (13 pairs
 * of rows have one time stamp, and its sort leaves their order open), with our own
 * draws ends within 3 % of their width. Where every weight is 1 the ends are whole clicks, and a click is 3.8 % of the width:
 * theirs has 59 clicks as upper end, 60 is the quantile of the binomial distribution (P(≤ 59) = .9733).
 */
class OpenBanditBootstrapTest {
    private static final Bootstrap BOOTSTRAP = new Bootstrap(10_000, 12345);

    @Test
    void endsAgree() {
        for (String log : new String[] {"random", "bts"}) {
            OpenBandit data = new OpenBandit(log);
            double[][] logistic = data.logistic();
            for (JsonNode setting : SharedData.json("open-bandit/expected.json").get("settings")) {
                if (setting.get("log").asString().equals(log)) {
                    check(data, logistic, setting);
                }
            }
        }
    }

    private static void check(OpenBandit data, double[][] logistic, JsonNode setting) {
        double[][] policy = OpenBandit.policy(setting.get("evaluation_policy").asString());
        List<Estimator> weighting = List.of(new Ips(), new Snips());
        List<Estimator> modelled = List.of(new DirectMethod(), new DoublyRobust(), new SelfNormalisedDr());
        List<GroupSums> all =
                new ArrayList<>(data.evaluate(weighting, policy, null).sums());
        List<JsonNode> expected = new ArrayList<>();
        JsonNode exact = setting.get("exact");
        all.forEach(sums -> expected.add(exact.get(sums.name())));
        for (GroupSums sums : data.evaluate(modelled, policy, data.tabular()).sums()) {
            all.add(sums);
            expected.add(exact.get("tab_" + sums.name()));
        }
        for (GroupSums sums : data.evaluate(modelled, policy, logistic).sums()) {
            all.add(sums);
            expected.add(setting.get("logistic").get(sums.name()));
        }
        all.replaceAll(GroupSums::meanWeightKnown);
        double[][] resampled = BOOTSTRAP.estimates(all);
        for (int e = 0; e < all.size(); e++) {
            check(
                    all.get(e),
                    Bootstrap.percentile(resampled[e], 0.95),
                    expected.get(e).get("ci"));
        }
        if (setting.get("mean_w").asDouble() < 0.95) { // the one of heavy weights
            for (int e = 0; e < all.size(); e++) {
                checkWithTheirDraws(all.get(e), expected.get(e).get("ci"));
            }
        }
    }

    private static void check(GroupSums sums, Interval interval, JsonNode expected) {
        double lower = expected.get("lo95").asDouble();
        double upper = expected.get("hi95").asDouble();
        boolean wholeClicks =
                Math.abs(sums.meanWeight() - 1) < 1e-12 && !sums.name().startsWith("d");
        double tolerance = (wholeClicks ? 0.04 : 0.03) * (upper - lower) + 1e-15;
        assertThat(interval.lower()).as(sums.name()).isCloseTo(lower, within(tolerance));
        assertThat(interval.upper()).as(sums.name()).isCloseTo(upper, within(tolerance));
    }

    private static void checkWithTheirDraws(GroupSums sums, JsonNode expected) {
        double lower = expected.get("lo95").asDouble();
        double upper = expected.get("hi95").asDouble();
        Offset<Double> ties = within(5e-3 * (upper - lower) + 1e-12);
        double[] same = LegacyNumpy.estimates(sums, 10_000, 12345);
        assertThat(Bootstrap.quantile(same, 0.025)).as(sums.name()).isCloseTo(lower, ties);
        assertThat(Bootstrap.quantile(same, 0.975)).as(sums.name()).isCloseTo(upper, ties);
        assertThat(Arrays.stream(same).average().orElseThrow())
                .isCloseTo(expected.get("mean").asDouble(), ties);
    }
}
