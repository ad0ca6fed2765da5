/** Periodic-review inventory with lost sales and lead time: the world, its exact optimum, its classical rules. */
@NullMarked
package dev.weir.rl.world.lostsales;

import org.jspecify.annotations.NullMarked;
