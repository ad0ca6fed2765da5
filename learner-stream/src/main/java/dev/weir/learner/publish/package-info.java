/** What a version looks like on the topic policies. */
@NullMarked
package dev.weir.learner.publish;

import org.jspecify.annotations.NullMarked;
