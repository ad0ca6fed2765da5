/** Drift: what is watched in a problem's log, why it changed, and who is told. */
@NullMarked
package dev.weir.ops.drift;

import org.jspecify.annotations.NullMarked;
