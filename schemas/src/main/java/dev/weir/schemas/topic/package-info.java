/** The catalogue of topics: names, kinds, clean-up; how to reach Kafka. */
@NullMarked
package dev.weir.schemas.topic;

import org.jspecify.annotations.NullMarked;
