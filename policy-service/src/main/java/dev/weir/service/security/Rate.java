package dev.weir.service.security;

/**
 * A rate limit of each principal.
 *
 * @param perSecond requests in the long run; 0: no limit
 * @param burst     requests that may come at once
 */
public record Rate(double perSecond, int burst) {
    /** No limit. */
    public static final Rate NONE = new Rate(0, 1);

    public Rate {
        if (!(perSecond >= 0 && perSecond <= 1e9)) {
            throw new IllegalArgumentException("perSecond must be in [0, 1e9], was " + perSecond);
        }
        if (burst < 1) {
            throw new IllegalArgumentException("burst must be at least 1, was " + burst);
        }
    }
}
