/** From a request to a decision: limits, masks, policy or default action, idempotency. */
@NullMarked
package dev.weir.service.serve;

import org.jspecify.annotations.NullMarked;
