/** One KRaft node in this process. */
@NullMarked
package dev.weir.ops.embedded;

import org.jspecify.annotations.NullMarked;
