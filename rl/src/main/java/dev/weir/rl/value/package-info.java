/** Learners of action values with replay: the DQN family. */
@NullMarked
package dev.weir.rl.value;

import org.jspecify.annotations.NullMarked;
