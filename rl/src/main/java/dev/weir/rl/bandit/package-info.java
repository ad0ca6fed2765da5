/** Contextual bandits. */
@NullMarked
package dev.weir.rl.bandit;

import org.jspecify.annotations.NullMarked;
