/** What a problem's topics hold, as files, and back onto another cluster. */
@NullMarked
package dev.weir.ops.transfer;

import org.jspecify.annotations.NullMarked;
