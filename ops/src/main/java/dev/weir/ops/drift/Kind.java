package dev.weir.ops.drift;

import java.util.Locale;

/** An alert that there is: its name, what it measures, what to do. */
enum Kind {
    REWARD_DRIFT("reward less what its situation and action let expect", "weir alerts list %s -o json"),
    CONTEXT_DRIFT("what situations are worth, and how unlike the usual they are", "weir status %s"),
    POLICY_CHANGE("what the chosen actions are expected to earn beside the average action", "weir policies list %s"),
    JOIN_RATE_FALL("share of decisions with an outcome in their window", "weir status %s"),
    OUTCOME_DELAY("ln(1 + seconds from decision to first outcome)", "weir status %s"),
    PROPENSITY_MISMATCH(
            "decisions whose actions are not drawn as their pmfs say",
            "weir learner pause %s --reason 'propensities are wrong'"),
    SAMPLE_RATIO_MISMATCH("units of the challenger over those that were to be", "weir rollout status %s"),
    ACTION_COLLAPSE("share of the most frequent action", "weir policies list %s"),
    VALUE_EXPLOSION(
            "absolute mean value of the learner's estimates", "weir learner pause %s --reason 'values explode'"),
    LEARNER_LAG("transitions since the last published version", "weir status %s"),
    DEAD_LETTER_RATE("share of decisions and outcomes that could not be used", "weir status %s"),
    TICKS_MISSING("seconds without time in the log", "weir status %s");

    private final String metric;
    private final String command;

    Kind(String metric, String command) {
        this.metric = metric;
        this.command = command;
    }

    /** Kebab-case, the name of its runbook. */
    String title() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    String metric() {
        return metric;
    }

    /**
     * The command to begin with.
     *
     * @param rollout that is under way; empty: none is
     */
    String command(String problem, String rollout) {
        String file = problem + ".yaml";
        if (!rollout.isEmpty() && (this == REWARD_DRIFT || this == POLICY_CHANGE)) {
            return "weir rollout rollback " + file + " " + rollout + " --reason '" + title() + "'";
        }
        if (!rollout.isEmpty() && this == SAMPLE_RATIO_MISMATCH) {
            return "weir rollout pause " + file + " " + rollout + " --reason 'the split is wrong'";
        }
        return String.format(command, file);
    }

    String runbook() {
        return "docs/runbooks/" + title() + ".md";
    }
}
