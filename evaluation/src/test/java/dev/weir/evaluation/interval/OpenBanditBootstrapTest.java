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
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/**
 * Percentile bootstrap of the Open Bandit sample: with the draws of Open Bandit Pipeline its intervals to 0.1 % of their width (13 pairs
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
        for (GroupSums sums : data.evaluate(weighting, policy, null).sums()) {
            check(sums, setting.get("exact").get(sums.name()));
        }
        for (GroupSums sums : data.evaluate(modelled, policy, data.tabular()).sums()) {
            check(sums, setting.get("exact").get("tab_" + sums.name()));
        }
        for (GroupSums sums : data.evaluate(modelled, policy, logistic).sums()) {
            check(sums, setting.get("logistic").get(sums.name()));
        }
    }

    private static void check(GroupSums sums, JsonNode number) {
        JsonNode expected = number.get("ci");
        double lower = expected.get("lo95").asDouble();
        double upper = expected.get("hi95").asDouble();
        boolean wholeClicks =
                Math.abs(sums.meanWeight() - 1) < 1e-12 && !sums.name().startsWith("d");
        Interval interval = BOOTSTRAP.percentile(sums, 0.95);
        double tolerance = (wholeClicks ? 0.04 : 0.03) * (upper - lower) + 1e-15;
        assertThat(interval.lower()).as(sums.name()).isCloseTo(lower, within(tolerance));
        assertThat(interval.upper()).as(sums.name()).isCloseTo(upper, within(tolerance));

        double[] same = LegacyNumpy.estimates(meanWeightKnown(sums), 10_000, 12345);
        assertThat(Bootstrap.quantile(same, 0.025))
                .as(sums.name())
                .isCloseTo(lower, within(1e-3 * (upper - lower) + 1e-12));
        assertThat(Bootstrap.quantile(same, 0.975))
                .as(sums.name())
                .isCloseTo(upper, within(1e-3 * (upper - lower) + 1e-12));
        assertThat(Arrays.stream(same).average().orElseThrow())
                .isCloseTo(expected.get("mean").asDouble(), within(1e-3 * (upper - lower) + 1e-12));
    }

    /** As theirs, which resamples terms that are already divided by the whole log's mean weight. */
    private static GroupSums meanWeightKnown(GroupSums sums) {
        int groups = sums.groups();
        double[] rows = new double[groups];
        double[] terms = new double[groups];
        for (int g = 0; g < groups; g++) {
            rows[g] = sums.rows(g);
            terms[g] = sums.averaged(g) + sums.normalised(g) / sums.meanWeight();
        }
        return new GroupSums(sums.name(), rows, rows, terms, new double[0]);
    }
}
