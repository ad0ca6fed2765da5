/** Memory of transitions: ring, chains of a unit's steps, priorities, sampling. */
@NullMarked
package dev.weir.rl.replay;

import org.jspecify.annotations.NullMarked;
