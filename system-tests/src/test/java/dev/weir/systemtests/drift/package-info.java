/** Drift: simulated detectors, the watcher on a broker. */
@NullMarked
package dev.weir.systemtests.drift;

import org.jspecify.annotations.NullMarked;
