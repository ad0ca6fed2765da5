/** What evaluation promises, shown on synthetic logs of which the truth is known. */
@NullMarked
package dev.weir.systemtests.evaluation;

import org.jspecify.annotations.NullMarked;
