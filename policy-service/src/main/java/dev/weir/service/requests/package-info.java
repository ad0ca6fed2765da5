/** Decisions asked for by Kafka. */
@NullMarked
package dev.weir.service.requests;

import org.jspecify.annotations.NullMarked;
