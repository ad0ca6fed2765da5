/** Who is told of alerts: Alertmanager, a webhook, people at the command line. */
@NullMarked
package dev.weir.ops.alert;

import org.jspecify.annotations.NullMarked;
