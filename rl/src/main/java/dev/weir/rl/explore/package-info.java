/** From estimates to exact probabilities. */
@NullMarked
package dev.weir.rl.explore;

import org.jspecify.annotations.NullMarked;
