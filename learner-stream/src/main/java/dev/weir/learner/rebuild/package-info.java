/** Versions made again from the log. */
@NullMarked
package dev.weir.learner.rebuild;

import org.jspecify.annotations.NullMarked;
