/** What Weir's Kafka Streams applications share; nothing here is loaded by those that are none. */
@NullMarked
package dev.weir.schemas.streams;

import org.jspecify.annotations.NullMarked;
