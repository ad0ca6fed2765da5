/** Demo worlds played through HTTP like a real caller's traffic. */
@NullMarked
package dev.weir.ops.simulate;

import org.jspecify.annotations.NullMarked;
