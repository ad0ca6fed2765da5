/** What people ask of rollouts, and what they read of them. */
@NullMarked
package dev.weir.ops.rollout;

import org.jspecify.annotations.NullMarked;
