/** All applications of many problems in one process. */
@NullMarked
package dev.weir.ops.run;

import org.jspecify.annotations.NullMarked;
