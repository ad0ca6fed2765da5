/** Intervals that hold at all points in time together, so that one may look as often as one likes. */
@NullMarked
package dev.weir.evaluation.sequential;

import org.jspecify.annotations.NullMarked;
