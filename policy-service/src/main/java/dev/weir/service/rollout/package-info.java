/** Rollouts: who gets which variant, and the controller that moves them on. */
@NullMarked
package dev.weir.service.rollout;

import org.jspecify.annotations.NullMarked;
