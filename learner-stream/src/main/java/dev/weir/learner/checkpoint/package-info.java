/** How a learner's state survives. */
@NullMarked
package dev.weir.learner.checkpoint;

import org.jspecify.annotations.NullMarked;
