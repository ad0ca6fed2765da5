/** What a problem holds goes to another cluster, and on from a file. */
@NullMarked
package dev.weir.systemtests.transfer;

import org.jspecify.annotations.NullMarked;
