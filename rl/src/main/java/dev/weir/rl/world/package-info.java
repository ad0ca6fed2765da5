/** Simulated worlds with known optima. */
@NullMarked
package dev.weir.rl.world;

import org.jspecify.annotations.NullMarked;
