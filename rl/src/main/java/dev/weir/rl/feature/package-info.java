/** Named features: schema, values, encoding into sparse vectors with crosses. */
@NullMarked
package dev.weir.rl.feature;

import org.jspecify.annotations.NullMarked;
