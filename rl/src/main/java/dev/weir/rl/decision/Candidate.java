package dev.weir.rl.decision;

import dev.weir.rl.feature.Features;

/** An action that came with the request. */
public record Candidate(String id, Features features) {}
