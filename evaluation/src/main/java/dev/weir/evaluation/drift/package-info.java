/** Detectors of change in a stream, their thresholds from expected run lengths, and what they watch: pure, of fixed-size state. */
@NullMarked
package dev.weir.evaluation.drift;

import org.jspecify.annotations.NullMarked;
