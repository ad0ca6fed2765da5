package dev.weir.schemas.rollout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class QuietTest {
    private static boolean quiet(String windows, String zone, String time) {
        return Quiet.of(windows, zone).holds(Instant.parse(time).toEpochMilli());
    }

    @ParameterizedTest
    @CsvSource({ // 2026-11-24 is a Tuesday
        "18:00-08:00, 2026-11-24T17:59:59Z, false",
        "18:00-08:00, 2026-11-24T18:00:00Z, true",
        "18:00-08:00, 2026-11-24T07:59:59Z, true",
        "18:00-08:00, 2026-11-24T08:00:00Z, false",
        "12:00-13:00, 2026-11-24T12:30:00Z, true",
        "fri 16:00-mon 08:00, 2026-11-27T15:59:00Z, false",
        "fri 16:00-mon 08:00, 2026-11-27T16:00:00Z, true",
        "fri 16:00-mon 08:00, 2026-11-29T23:00:00Z, true",
        "fri 16:00-mon 08:00, 2026-11-30T07:59:00Z, true",
        "fri 16:00-mon 08:00, 2026-11-30T08:00:00Z, false",
        "tue 00:00-wed 00:00, 2026-11-24T00:00:00Z, true",
        "2026-12-23T00:00Z/2027-01-02T00:00Z, 2026-12-31T12:00:00Z, true",
        "2026-12-23T00:00Z/2027-01-02T00:00Z, 2027-01-02T00:00:00Z, false"
    })
    void holdsItsBeginningAndNotItsEnd(String windows, String time, boolean expected) {
        assertThat(quiet(windows, "UTC", time)).isEqualTo(expected);
    }

    @Test
    void countsHoursInItsZoneAndTakesSeveralWindows() {
        String windows = "18:00-08:00, sat 00:00-mon 00:00";
        assertThat(quiet(windows, "Europe/Berlin", "2026-11-24T17:30:00Z")).isTrue();
        assertThat(quiet(windows, "Europe/Berlin", "2026-11-24T16:30:00Z")).isFalse();
        assertThat(quiet(windows, "Europe/Berlin", "2026-11-28T11:00:00Z")).isTrue();
        assertThat(quiet("", "UTC", "2026-11-28T11:00:00Z")).isFalse();
    }

    @ParameterizedTest
    @CsvSource({
        "18:00",
        "18:00-18:00",
        "fri-mon",
        "xyz 10:00-mon 10:00",
        "25:00-26:00",
        "2027-01-02T00:00Z/2026-12-23T00:00Z"
    })
    void refusesWhatIsNoWindow(String windows) {
        assertThatThrownBy(() -> Quiet.of(windows, "UTC"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("quiet must be windows like")
                .hasMessageContaining(windows);
        assertThatThrownBy(() -> Quiet.of("", "Atlantis")).hasMessageContaining("zone must be a time zone");
    }
}
