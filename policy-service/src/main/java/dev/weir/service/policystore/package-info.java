/** Versions as they arrive: assembled, checked, swapped in, kept on disk. */
@NullMarked
package dev.weir.service.policystore;

import org.jspecify.annotations.NullMarked;
