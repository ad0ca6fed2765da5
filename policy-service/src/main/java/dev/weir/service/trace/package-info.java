/** W3C trace context, from a request into the records that it leaves; spans where OpenTelemetry is configured. */
@NullMarked
package dev.weir.service.trace;

import org.jspecify.annotations.NullMarked;
