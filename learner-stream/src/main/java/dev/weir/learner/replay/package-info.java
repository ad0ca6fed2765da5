/** Replay beyond memory: minibatches straight from packed blocks in a store. */
@NullMarked
package dev.weir.learner.replay;

import org.jspecify.annotations.NullMarked;
