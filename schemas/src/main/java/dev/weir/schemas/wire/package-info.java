/** Records on the wire and back: Avro single-object encoding, JSON where people write it, rl values. */
@NullMarked
package dev.weir.schemas.wire;

import org.jspecify.annotations.NullMarked;
