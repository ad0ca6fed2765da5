/** Models of the reward and of the behaviour policy, fitted so that none sees the rows that it values. */
@NullMarked
package dev.weir.evaluation.model;

import org.jspecify.annotations.NullMarked;
