/** Worlds whose decisions have effects later, played unit by unit, and their simulation with a learner. */
@NullMarked
package dev.weir.rl.world.episodic;

import org.jspecify.annotations.NullMarked;
