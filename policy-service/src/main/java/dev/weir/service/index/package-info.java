/** Where each decision, transition and version stands in the log: found by id or unit without searching. */
@NullMarked
package dev.weir.service.index;

import org.jspecify.annotations.NullMarked;
