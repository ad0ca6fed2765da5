/** Classic control: small episodic worlds that the literature measures learners on. */
@NullMarked
package dev.weir.rl.world.control;

import org.jspecify.annotations.NullMarked;
