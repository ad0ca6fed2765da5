/** What every learner offers: observe, publish, persist. */
@NullMarked
package dev.weir.rl.learn;

import org.jspecify.annotations.NullMarked;
