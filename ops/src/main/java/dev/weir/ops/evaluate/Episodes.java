package dev.weir.ops.evaluate;

import dev.weir.ops.evaluate.LogRow.Chain;
import dev.weir.rl.decision.Situation;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Logged decisions put together to episodes, in memory. Rows of a unit follow each other as they stand in the log; an episode
 * ends where nothing follows, where it was cut off, or where a step is missing. Immutable.
 *
 * @param rows   of all episodes, one after the other
 * @param start  [episodes + 1] first row of each
 * @param next   [rows] the situation after a row; null: nothing follows, or nobody saw it
 * @param unit   [episodes] number of each one's unit, from 0
 * @param units  different units
 * @param longest rows of the longest
 * @param cut    episodes that neither ended nor have as many rows as the longest
 * @param left   rows that were left out: the rest of a chain after it was cut every so many steps
 */
record Episodes(
        List<LogRow> rows,
        int[] start,
        List<@Nullable Situation> next,
        int[] unit,
        int units,
        int longest,
        int cut,
        long left) {

    /** Takes rows in the order of the log. */
    static final class Builder {
        private final Map<Long, List<LogRow>> byUnit = new LinkedHashMap<>();

        void add(LogRow row) {
            if (row.chain() == null) {
                throw new IllegalArgumentException(row.where() + ": expected a row of an episode");
            }
            byUnit.computeIfAbsent(row.unit(), u -> new ArrayList<>()).add(row);
        }

        /** @param horizon rows after which an episode is cut; 0: none is */
        Episodes build(int horizon) {
            Cutter cutter = new Cutter(horizon == 0 ? Integer.MAX_VALUE : horizon);
            byUnit.values().forEach(cutter::unit);
            return cutter.episodes();
        }
    }

    int count() {
        return unit.length;
    }

    /** The episodes of these numbers only. */
    Episodes only(List<Integer> chosen) {
        Map<Integer, Integer> numbers = new HashMap<>();
        List<LogRow> kept = new ArrayList<>();
        List<@Nullable Situation> after = new ArrayList<>();
        int[] starts = new int[chosen.size() + 1];
        int[] of = new int[chosen.size()];
        int most = 0;
        for (int k = 0; k < chosen.size(); k++) {
            int n = chosen.get(k);
            kept.addAll(rows.subList(start[n], start[n + 1]));
            after.addAll(next.subList(start[n], start[n + 1]));
            starts[k + 1] = kept.size();
            of[k] = numbers.computeIfAbsent(unit[n], u -> numbers.size());
            most = Math.max(most, start[n + 1] - start[n]);
        }
        return new Episodes(kept, starts, after, of, numbers.size(), most, cut, left);
    }

    /** Cuts units into episodes. */
    private static final class Cutter {
        private final int horizon;
        private final List<LogRow> rows = new ArrayList<>();
        private final List<@Nullable Situation> next = new ArrayList<>();
        private final List<Integer> starts = new ArrayList<>(List.of(0));
        private final List<Integer> unitOf = new ArrayList<>();
        private int units;
        private long left;

        Cutter(int horizon) {
            this.horizon = horizon;
        }

        void unit(List<LogRow> of) {
            int from = 0;
            boolean again = false; // whether the episode goes on where one was cut at the horizon
            for (int i = 0; i < of.size(); i++) {
                boolean last = i + 1 == of.size() || !follows(of.get(i), of.get(i + 1));
                boolean full = i + 1 - from == horizon;
                if (last || full) {
                    boolean rest = again && !full && !chain(of.get(i)).terminal();
                    episode(of, from, i + 1, rest);
                    again = !last;
                    from = i + 1;
                }
            }
            units++;
        }

        private void episode(List<LogRow> of, int from, int to, boolean leaveOut) {
            if (leaveOut) {
                left += to - from;
                return;
            }
            for (int i = from; i < to; i++) {
                LogRow row = of.get(i);
                rows.add(row);
                boolean goesOn = i + 1 < of.size() && follows(row, of.get(i + 1));
                Situation seen = chain(row).next();
                next.add(seen != null ? seen : goesOn ? of.get(i + 1).situation() : null);
            }
            starts.add(rows.size());
            unitOf.add(units);
        }

        private static boolean follows(LogRow row, LogRow later) {
            Chain chain = chain(row);
            return !chain.terminal() && !chain.truncated() && chain(later).step() == chain.step() + 1;
        }

        private static Chain chain(LogRow row) {
            return java.util.Objects.requireNonNull(row.chain());
        }

        Episodes episodes() {
            int[] start = starts.stream().mapToInt(Integer::intValue).toArray();
            int longest = 0;
            for (int n = 0; n + 1 < start.length; n++) {
                longest = Math.max(longest, start[n + 1] - start[n]);
            }
            int cut = 0;
            for (int n = 0; n + 1 < start.length; n++) {
                boolean ended = chain(rows.get(start[n + 1] - 1)).terminal();
                cut += !ended && start[n + 1] - start[n] < longest ? 1 : 0;
            }
            int[] unit = unitOf.stream().mapToInt(Integer::intValue).toArray();
            return new Episodes(rows, start, next, unit, units, longest, cut, left);
        }
    }
}
