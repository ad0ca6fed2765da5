/** What people ask of learners. */
@NullMarked
package dev.weir.ops.learner;

import org.jspecify.annotations.NullMarked;
