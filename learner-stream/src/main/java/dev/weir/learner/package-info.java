/** The learner's application: transitions become versions, exactly once. */
@NullMarked
package dev.weir.learner;

import org.jspecify.annotations.NullMarked;
