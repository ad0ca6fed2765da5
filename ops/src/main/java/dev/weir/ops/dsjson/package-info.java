/** Logs of Vowpal Wabbit and Personalizer, one JSON object a line, as Weir's transitions. */
@NullMarked
package dev.weir.ops.dsjson;

import org.jspecify.annotations.NullMarked;
