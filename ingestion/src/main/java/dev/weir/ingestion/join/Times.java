package dev.weir.ingestion.join;

/** Which times are times: what lies outside would overflow windows and horizons. */
final class Times {
    static final String EXPECTED = "epoch milliseconds from 1970 to 9999";

    private static final long LAST = 253_402_300_799_999L;

    private Times() {}

    static boolean usable(long time) {
        return time >= 0 && time <= LAST;
    }
}
