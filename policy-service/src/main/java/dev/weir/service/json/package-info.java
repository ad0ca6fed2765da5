/** JSON written by hand. */
@NullMarked
package dev.weir.service.json;

import org.jspecify.annotations.NullMarked;
