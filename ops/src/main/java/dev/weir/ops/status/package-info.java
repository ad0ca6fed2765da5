/** Where a problem stands, read from its topics. */
@NullMarked
package dev.weir.ops.status;

import org.jspecify.annotations.NullMarked;
