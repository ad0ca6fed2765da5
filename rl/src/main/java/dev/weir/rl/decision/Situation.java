package dev.weir.rl.decision;

import dev.weir.rl.feature.Features;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What is known and what can be done at one decision.
 *
 * @param features   of the context, in the order of the problem's schema
 * @param candidates that came with the request; empty where the problem declares its actions
 * @param allowed    ascending indices into the declared actions (or candidates) that limits and masks leave, or null
 *                   for all; what a policy returns runs over these, in this order
 */
public record Situation(Features features, List<Candidate> candidates, int @Nullable [] allowed) {}
