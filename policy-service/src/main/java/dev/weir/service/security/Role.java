package dev.weir.service.security;

/** What a principal may do in a problem. None implies another. */
public enum Role {
    /** Asks for decisions, reports outcomes. */
    DECIDE,
    /** Reads versions, explanations and metrics. */
    OBSERVE,
    /** Posts time, steers rollouts. */
    ADMIN;

    /** As it is written in settings and claims. */
    String word() {
        return name().toLowerCase(java.util.Locale.ROOT);
    }

    /**
     * The role of a word.
     *
     * @throws IllegalArgumentException naming the words that there are
     */
    static Role of(String word) {
        for (Role role : values()) {
            if (role.word().equals(word)) {
                return role;
            }
        }
        throw new IllegalArgumentException("must be decide, observe or admin, was '" + word + "'");
    }
}
