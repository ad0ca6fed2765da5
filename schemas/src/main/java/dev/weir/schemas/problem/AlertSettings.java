package dev.weir.schemas.problem;

import java.time.Duration;
import java.util.List;

/**
 * What is watched in a problem, and who is told: the section {@code alerts}.
 *
 * @param falseAlarmEvery expected decisions between false alarms, of everything that is watched together
 * @param smallestShift   worth knowing, in standard deviations of what is watched
 * @param warmUp          decisions before a watch gives alarms
 * @param memory          decisions that baselines are means over
 * @param season          whose phase rewards may go with; zero: none
 * @param segments        categorical features each of whose values is watched apart
 * @param mostSegments    values watched at most, of all features together
 * @param acceptAfter     time in the log after which what lasts counts as normal
 * @param ticksMissing    how long, by the clock, no time may come in the log; zero: for ever
 * @param alertmanager    where Prometheus' Alertmanager is; empty: nowhere
 * @param webhook         where alerts are posted to; empty: nowhere
 * @param allow           hosts, addresses or networks (10.0.0.0/8) that are private and may be told nevertheless
 * @param resend          how often a firing alert is told again to Alertmanager
 * @param links           put into each alert, for people
 */
public record AlertSettings(
        long falseAlarmEvery,
        double smallestShift,
        long warmUp,
        long memory,
        Duration season,
        List<String> segments,
        int mostSegments,
        Duration acceptAfter,
        Duration ticksMissing,
        String alertmanager,
        String webhook,
        List<String> allow,
        Duration resend,
        List<String> links) {
    public AlertSettings {
        segments = List.copyOf(segments);
        allow = List.copyOf(allow);
        links = List.copyOf(links);
    }
}
