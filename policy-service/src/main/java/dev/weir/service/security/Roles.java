package dev.weir.service.security;

import java.util.Collection;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Roles by problem as settings and claims write them: {@code {inventory: [decide]}} or {@code ["inventory:decide"]}. */
final class Roles {
    private Roles() {}

    /**
     * Reads either form; null: none.
     *
     * @throws IllegalArgumentException naming what is no role
     */
    static Map<String, Set<Role>> of(@Nullable Object written) {
        Map<String, Set<Role>> roles = new LinkedHashMap<>();
        if (written instanceof Map<?, ?> map) {
            map.forEach((problem, words) -> {
                if (!(words instanceof Collection<?> list)) {
                    throw new IllegalArgumentException("roles of " + problem + " must be a list, was " + words);
                }
                list.forEach(word -> add(roles, String.valueOf(problem), String.valueOf(word)));
            });
        } else if (written instanceof Collection<?> list) {
            for (Object one : list) {
                String[] parts = String.valueOf(one).split(":", -1);
                if (parts.length != 2) {
                    throw new IllegalArgumentException("a role must be problem:role, was '" + one + "'");
                }
                add(roles, parts[0], parts[1]);
            }
        } else if (written != null) {
            throw new IllegalArgumentException("roles must be a mapping or a list, was " + written);
        }
        return roles;
    }

    private static void add(Map<String, Set<Role>> roles, String problem, String word) {
        roles.computeIfAbsent(problem, p -> EnumSet.noneOf(Role.class)).add(Role.of(word));
    }
}
