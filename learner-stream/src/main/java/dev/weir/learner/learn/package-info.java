/** From records of transitions to publications; shared by the stream and the offline rebuild. */
@NullMarked
package dev.weir.learner.learn;

import org.jspecify.annotations.NullMarked;
