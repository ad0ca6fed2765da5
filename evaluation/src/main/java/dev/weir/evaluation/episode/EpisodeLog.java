package dev.weir.evaluation.episode;

/**
 * Logged episodes in columns, and what the evaluated policy would have done in them. Rows of an episode follow each other
 * in time. Confined to whoever wrote it; the arrays are shared, not copied.
 *
 * @param start      [episodes + 1] first row of each episode; the last is the number of rows
 * @param action     [rows] logged action
 * @param reward     [rows] reward that followed it
 * @param terminal   [rows] whether the episode truly ended there: nothing follows. An episode whose last row is not terminal
 *                   was cut
 * @param propensity [rows] probability with which the action was chosen, in (0, 1]
 * @param policy     [rows × actions] π(·|sₜ) of the evaluated policy
 * @param nextPolicy [rows × actions] π(·|sₜ₊₁), NaN where nobody saw sₜ₊₁: no model is fitted to such a row; not read where
 *                   terminal
 * @param actions    actions
 * @param discount   γ in [0, 1]
 */
public record EpisodeLog(
        int[] start,
        int[] action,
        double[] reward,
        boolean[] terminal,
        double[] propensity,
        double[] policy,
        double[] nextPolicy,
        int actions,
        double discount) {

    public EpisodeLog {
        int rows = action.length;
        if (start.length < 2 || start[0] != 0 || start[start.length - 1] != rows) {
            throw new IllegalArgumentException("start must run from 0 to " + rows + " and name at least one episode");
        }
        for (int n = 1; n < start.length; n++) {
            if (start[n] <= start[n - 1]) {
                throw new IllegalArgumentException("episode " + (n - 1) + " must have at least one row");
            }
        }
        length("reward", reward.length, rows);
        length("terminal", terminal.length, rows);
        length("propensity", propensity.length, rows);
        length("policy", policy.length, rows * actions);
        length("nextPolicy", nextPolicy.length, rows * actions);
        if (!(discount >= 0 && discount <= 1)) {
            throw new IllegalArgumentException("discount must be in [0, 1], was " + discount);
        }
        for (int i = 0; i < rows; i++) {
            if (!(propensity[i] > 0 && propensity[i] <= 1)) {
                throw new IllegalArgumentException("row " + i + ": propensity must be in (0, 1], was " + propensity[i]);
            }
            if (!Double.isFinite(reward[i])) {
                throw new IllegalArgumentException("row " + i + ": reward must be finite, was " + reward[i]);
            }
            if (action[i] < 0 || action[i] >= actions) {
                throw new IllegalArgumentException(
                        "row " + i + ": action must be 0 to " + (actions - 1) + ", was " + action[i]);
            }
        }
    }

    private static void length(String what, int was, int expected) {
        if (was != expected) {
            throw new IllegalArgumentException(what + " must have " + expected + " numbers, had " + was);
        }
    }

    /** Episodes. */
    public int episodes() {
        return start.length - 1;
    }

    /** Rows of all episodes. */
    public int rows() {
        return action.length;
    }

    /** Rows of the longest episode. */
    public int horizon() {
        int longest = 0;
        for (int n = 0; n < episodes(); n++) {
            longest = Math.max(longest, start[n + 1] - start[n]);
        }
        return longest;
    }

    /** [rows] ρ₀:ₜ = Πₛ≤ₜ π(aₛ|sₛ) / pₛ within each episode. */
    double[] cumulativeWeights() {
        double[] weights = new double[rows()];
        for (int n = 0; n < episodes(); n++) {
            double weight = 1;
            for (int i = start[n]; i < start[n + 1]; i++) {
                weight *= policy[i * actions + action[i]] / propensity[i];
                weights[i] = weight;
            }
        }
        return weights;
    }

    /** Σₐ π(a|·) q(a) of a row. */
    double expectation(double[] distribution, int row, double[] values) {
        double sum = 0;
        for (int a = 0; a < actions; a++) {
            sum += distribution[row * actions + a] * values[a];
        }
        return sum;
    }
}
