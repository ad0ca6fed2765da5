/** What a policy would have earned, from a log alone: logs, policies, passes over them, reports. */
@NullMarked
package dev.weir.ops.evaluate;

import org.jspecify.annotations.NullMarked;
