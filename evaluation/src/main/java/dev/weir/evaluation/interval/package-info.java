/** Intervals around an estimate at one point in time: bootstrap, Student, Bernstein, Clopper-Pearson, likelihood. */
@NullMarked
package dev.weir.evaluation.interval;

import org.jspecify.annotations.NullMarked;
