/** What a policy would have earned, from a log of decisions with propensities: one file an estimator. */
@NullMarked
package dev.weir.evaluation.estimator;

import org.jspecify.annotations.NullMarked;
