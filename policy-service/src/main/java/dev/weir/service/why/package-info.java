/** Why a decision was made, and the same decision made again. */
@NullMarked
package dev.weir.service.why;

import org.jspecify.annotations.NullMarked;
