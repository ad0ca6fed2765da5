/** Learners that see each transition once and keep none: eligibility traces instead of replay. */
@NullMarked
package dev.weir.rl.streaming;

import org.jspecify.annotations.NullMarked;
