/** The join of decisions with their outcomes: a pure core and the processor around it. */
@NullMarked
package dev.weir.ingestion.join;

import org.jspecify.annotations.NullMarked;
