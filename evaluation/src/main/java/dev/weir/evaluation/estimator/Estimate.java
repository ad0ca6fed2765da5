package dev.weir.evaluation.estimator;

/**
 * What an estimator says of a policy's value.
 *
 * @param estimator     the estimator's name
 * @param value         mean reward a decision, in the log's unit of reward
 * @param standardError of the value, clustered by group of units, self-normalisation counted in (delta method); NaN with
 *                      fewer than two groups
 * @param rows          logged decisions
 * @param groups        groups of units with at least one row; the error has one degree of freedom less
 */
public record Estimate(String estimator, double value, double standardError, long rows, int groups) {}
