/** Counter-based randomness: a pure function of seed, stream and index. */
@NullMarked
package dev.weir.rl.random;

import org.jspecify.annotations.NullMarked;
