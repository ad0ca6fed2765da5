package dev.weir.service.security;

/** Whether a caller may go on. */
public sealed interface Verdict {
    /** It may. */
    record Admitted(Principal principal) implements Verdict {}

    /** 401: it did not say who it is, or nobody believes it. */
    record Unknown(String why) implements Verdict {}

    /** 403: it is known, and may not do this. */
    record Forbidden(String why) implements Verdict {}

    /** 429: it may come again after so many nanoseconds. */
    record TooMany(long nanos) implements Verdict {}
}
