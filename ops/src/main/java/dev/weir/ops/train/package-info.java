/** The learner without a broker: {@code weir train}. */
@NullMarked
package dev.weir.ops.train;

import org.jspecify.annotations.NullMarked;
