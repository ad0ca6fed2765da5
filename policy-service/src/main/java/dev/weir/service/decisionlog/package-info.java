/** What was decided goes on the log, with time in it. */
@NullMarked
package dev.weir.service.decisionlog;

import org.jspecify.annotations.NullMarked;
