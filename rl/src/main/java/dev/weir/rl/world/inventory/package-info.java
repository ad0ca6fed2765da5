/** Reordering as a product: a chain of shops whose SKUs share one model, and the classical rules to compare with. */
@NullMarked
package dev.weir.rl.world.inventory;

import org.jspecify.annotations.NullMarked;
