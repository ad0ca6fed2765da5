/** A problem's decisions and outcomes become transitions, once. */
@NullMarked
package dev.weir.ingestion;

import org.jspecify.annotations.NullMarked;
