/** Whether an estimate may be believed, and why not. */
@NullMarked
package dev.weir.evaluation.diagnosis;

import org.jspecify.annotations.NullMarked;
