/** Numeric kernels whose bits do not depend on the machine. */
@NullMarked
package dev.weir.rl.network;

import org.jspecify.annotations.NullMarked;
