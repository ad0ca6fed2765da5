/** Decisions that wait on local disk while the brokers are away, and their way to the log once they are back. */
@NullMarked
package dev.weir.service.journal;

import org.jspecify.annotations.NullMarked;
