/** From decisions and outcomes, wherever their producers put them, to the partition of the unit. */
@NullMarked
package dev.weir.ingestion.rekey;

import org.jspecify.annotations.NullMarked;
