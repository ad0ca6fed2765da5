/** What is done at the head of a commit. */
@NullMarked
package dev.weir.ingestion.commit;

import org.jspecify.annotations.NullMarked;
