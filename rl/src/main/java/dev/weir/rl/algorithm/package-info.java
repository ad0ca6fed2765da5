/** The list of algorithms: from a content's header to its reader. */
@NullMarked
package dev.weir.rl.algorithm;

import org.jspecify.annotations.NullMarked;
