@NullMarked
package dev.weir.evaluation;

import org.jspecify.annotations.NullMarked;
