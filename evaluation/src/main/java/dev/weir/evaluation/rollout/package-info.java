/** What a rollout's numbers say: effects by unit under a changing split, the split itself, and what to do. */
@NullMarked
package dev.weir.evaluation.rollout;

import org.jspecify.annotations.NullMarked;
