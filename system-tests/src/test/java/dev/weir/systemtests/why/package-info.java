/** Why decisions were made, found in an index: end to end, and measured. */
@NullMarked
package dev.weir.systemtests.why;

import org.jspecify.annotations.NullMarked;
