/** What stands on the topic keyed: decisions, outcomes and ticks, each with its source. */
@NullMarked
package dev.weir.ingestion.keyed;

import org.jspecify.annotations.NullMarked;
