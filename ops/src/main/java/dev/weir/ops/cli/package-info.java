/** The command weir. */
@NullMarked
package dev.weir.ops.cli;

import org.jspecify.annotations.NullMarked;
