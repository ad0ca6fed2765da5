/** The problem file: read once, refused with key, value and what was expected. */
@NullMarked
package dev.weir.schemas.problem;

import org.jspecify.annotations.NullMarked;
