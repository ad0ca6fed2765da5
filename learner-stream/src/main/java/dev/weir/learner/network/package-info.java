/** Arithmetic of networks by a library from outside. */
@NullMarked
package dev.weir.learner.network;

import org.jspecify.annotations.NullMarked;
