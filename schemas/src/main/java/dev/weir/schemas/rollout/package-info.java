/** What a rollout is asked to do, and which unit gets which variant. */
@NullMarked
package dev.weir.schemas.rollout;

import org.jspecify.annotations.NullMarked;
