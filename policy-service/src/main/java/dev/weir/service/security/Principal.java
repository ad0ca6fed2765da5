package dev.weir.service.security;

import java.util.Map;
import java.util.Set;

/**
 * Somebody who was recognised, and what they may do.
 *
 * @param roles by problem; {@code *} holds for every problem, and for what belongs to none
 */
public record Principal(String name, Map<String, Set<Role>> roles) {
    /** The problem that stands for all. */
    public static final String ALL = "*";

    /** The principal of a service that asks for no credentials. */
    static final Principal ANYBODY = new Principal("anybody", Map.of(ALL, Set.of(Role.values())));

    public Principal {
        roles = Map.copyOf(roles);
    }

    /** True if this role is held in this problem; {@code ""}: in none in particular. */
    public boolean may(String problem, Role role) {
        Set<Role> here = roles.get(problem);
        if (here != null && here.contains(role)) {
            return true;
        }
        Set<Role> everywhere = roles.get(ALL);
        return everywhere != null && everywhere.contains(role);
    }
}
