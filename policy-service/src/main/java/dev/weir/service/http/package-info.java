/** Decisions over HTTP. */
@NullMarked
package dev.weir.service.http;

import org.jspecify.annotations.NullMarked;
