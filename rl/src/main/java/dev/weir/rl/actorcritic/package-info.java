/** Learners of a stochastic policy beside its values, and policies that are networks. */
@NullMarked
package dev.weir.rl.actorcritic;

import org.jspecify.annotations.NullMarked;
