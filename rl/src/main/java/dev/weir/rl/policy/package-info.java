/** Policies and their binary form: what a version is. */
@NullMarked
package dev.weir.rl.policy;

import org.jspecify.annotations.NullMarked;
