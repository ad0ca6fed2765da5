package dev.weir.schemas.rollout;

import java.time.DateTimeException;
import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Windows of time in which a rollout gives its challenger nothing more: {@code 18:00-08:00} every day, {@code
 * fri 16:00-mon 08:00} every week, {@code 2026-12-23T00:00Z/2027-01-02T00:00Z} once. A window holds its beginning and not its
 * end; one whose end comes before its beginning goes over midnight, or over Sunday.
 *
 * @param zone of days and hours
 */
public record Quiet(List<Window> windows, ZoneId zone) {
    private static final int DAY = 24 * 60;
    private static final int WEEK = 7 * DAY;
    private static final String EXPECTED =
            "windows like 18:00-08:00, fri 16:00-mon 08:00 or 2026-12-23T00:00Z/2027-01-02T00:00Z, commas between";

    public Quiet {
        windows = List.copyOf(windows);
    }

    /** A stretch of time. */
    public sealed interface Window {
        /** Minutes of every so many: {@code from} to before {@code to}, or over the end if that is not above. */
        record Every(int period, int from, int to) implements Window {}

        /** Epoch milliseconds. */
        record Once(long from, long to) implements Window {}
    }

    /** Reads the arguments {@code quiet} and {@code zone}; blank: never quiet. */
    static Quiet of(String text, String zone) {
        List<Window> windows = new ArrayList<>();
        for (String part : text.isBlank() ? new String[0] : text.split(",", -1)) {
            try {
                windows.add(window(part.strip()));
            } catch (DateTimeException | IllegalArgumentException e) {
                throw Arguments.wrong("quiet", text, EXPECTED);
            }
        }
        try {
            return new Quiet(windows, ZoneId.of(zone));
        } catch (DateTimeException e) {
            throw Arguments.wrong("zone", zone, "a time zone like UTC or Europe/Berlin");
        }
    }

    private static Window window(String text) {
        if (text.contains("/")) {
            String[] ends = ends(text, "/");
            long from = instant(ends[0]);
            long to = instant(ends[1]);
            if (to <= from) {
                throw new IllegalArgumentException("ends before it begins");
            }
            return new Window.Once(from, to);
        }
        String[] ends = ends(text, "-");
        boolean days = Character.isLetter(text.charAt(0));
        int from = minute(ends[0], days);
        int to = minute(ends[1], days);
        if (from == to) {
            throw new IllegalArgumentException("ends where it begins");
        }
        return new Window.Every(days ? WEEK : DAY, from, to);
    }

    private static String[] ends(String text, String by) {
        String[] ends = text.split(by, -1);
        if (ends.length != 2) {
            throw new IllegalArgumentException("no beginning and end");
        }
        return ends;
    }

    private static long instant(String text) {
        return ZonedDateTime.parse(text.strip()).toInstant().toEpochMilli();
    }

    private static int minute(String text, boolean day) {
        String stripped = text.strip();
        int before = 0;
        if (day) {
            String name = stripped.substring(0, Math.min(3, stripped.length())).toLowerCase(Locale.ROOT);
            before = DAY * (day(name).getValue() - 1);
            stripped = stripped.substring(3).strip();
        }
        return before + LocalTime.parse(stripped).toSecondOfDay() / 60;
    }

    private static DayOfWeek day(String name) {
        for (DayOfWeek day : DayOfWeek.values()) {
            if (day.name().toLowerCase(Locale.ROOT).startsWith(name) && name.length() == 3) {
                return day;
            }
        }
        throw new IllegalArgumentException("no day of the week");
    }

    /** Whether a time, in epoch milliseconds, lies in one of them. */
    public boolean holds(long time) {
        ZonedDateTime at = Instant.ofEpochMilli(time).atZone(zone);
        int minute = DAY * (at.getDayOfWeek().getValue() - 1) + at.getHour() * 60 + at.getMinute();
        return windows.stream().anyMatch(w -> holds(w, time, minute));
    }

    private static boolean holds(Window window, long time, int minuteOfWeek) {
        if (window instanceof Window.Every every) {
            int minute = minuteOfWeek % every.period();
            return every.from() < every.to()
                    ? minute >= every.from() && minute < every.to()
                    : minute >= every.from() || minute < every.to();
        }
        return window instanceof Window.Once once && time >= once.from() && time < once.to();
    }
}
