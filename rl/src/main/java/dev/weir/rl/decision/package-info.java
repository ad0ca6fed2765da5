/** What is decided: units, ids, situations, action spaces, propensities. */
@NullMarked
package dev.weir.rl.decision;

import org.jspecify.annotations.NullMarked;
