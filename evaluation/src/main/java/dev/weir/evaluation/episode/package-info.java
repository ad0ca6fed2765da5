/** What a policy would have earned over whole episodes. */
@NullMarked
package dev.weir.evaluation.episode;

import org.jspecify.annotations.NullMarked;
