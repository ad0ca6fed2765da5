package dev.weir.service.index;

import org.jspecify.annotations.Nullable;

/**
 * Where a decision stands.
 *
 * @param decision   record that holds it: of {@code decisions}, or of {@code transitions} once retention took that one
 * @param transition record of its transition; null: not joined yet
 */
public record Found(Where decision, @Nullable Where transition) {}
