/** Serves versioned decisions and logs what was decided. */
@NullMarked
package dev.weir.service;

import org.jspecify.annotations.NullMarked;
