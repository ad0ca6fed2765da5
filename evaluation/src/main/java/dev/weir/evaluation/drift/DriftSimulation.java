package dev.weir.evaluation.drift;

import java.util.Arrays;
import java.util.function.Supplier;

/** Runs of detectors on made-up rewards: how long between false alarms, how long until a shift is seen. */
public final class DriftSimulation {
    private final RewardFamily family;
    private final long seed;
    private final int warmUp;

    /**
     * Streams of a kind.
     *
     * @param warmUp numbers before anything counts
     */
    public DriftSimulation(RewardFamily family, long seed, int warmUp) {
        this.family = family;
        this.seed = seed;
        this.warmUp = warmUp;
    }

    /** Something that takes rewards in and says when they have changed. */
    @FunctionalInterface
    public interface Procedure {
        boolean observe(long place, double reward);

        /** A detector on the rewards as they are; it begins again after an alarm. */
        static Procedure of(Detector detector) {
            return (place, reward) -> {
                boolean alarm = detector.observe(reward);
                if (alarm) {
                    detector.reset();
                }
                return alarm;
            };
        }
    }

    /** False alarms without a change, each stream followed to its first. */
    public record Runs(long numbers, long alarms) {
        /** Mean run length: numbers over alarms, right also where streams were cut. */
        public double mean() {
            return (double) numbers / Math.max(1, alarms);
        }
    }

    /**
     * Follows streams without a change.
     *
     * @param streams how many
     * @param longest after so many numbers a stream is cut
     */
    public Runs runs(Supplier<Procedure> procedures, int streams, long longest) {
        long numbers = 0;
        long alarms = 0;
        for (int s = 0; s < streams; s++) {
            Procedure procedure = procedures.get();
            for (int t = 0; t < warmUp; t++) {
                procedure.observe(t, family.at(seed, s, t, 0));
            }
            boolean alarm = false;
            for (long t = 0; t < longest && !alarm; t++) {
                alarm = procedure.observe(warmUp + t, family.at(seed, s, warmUp + t, 0));
                numbers++;
            }
            alarms += alarm ? 1 : 0;
        }
        return new Runs(numbers, alarms);
    }

    /**
     * The median number of rewards from a shift to its alarm, it included; streams with an alarm in the thousand before it are left out.
     *
     * @param shift   in standard deviations
     * @param longest what is not seen by then counts as this
     */
    public double delay(Supplier<Procedure> procedures, int streams, double shift, int longest) {
        double[] delays = new double[streams];
        int kept = 0;
        for (int s = 0; s < streams; s++) {
            Procedure procedure = procedures.get();
            int before = warmUp + 1000 + s % 32; // ADWIN looks every 32 numbers: no phase is favoured
            boolean early = false;
            for (int t = 0; t < before; t++) {
                early |= procedure.observe(t, family.at(seed, s, t, 0)) && t >= warmUp;
            }
            int delay = 1;
            while (delay < longest
                    && !procedure.observe(before + delay - 1, family.at(seed, s, before + delay - 1, shift))) {
                delay++;
            }
            if (!early) {
                delays[kept++] = delay;
            }
        }
        double[] sorted = Arrays.copyOf(delays, kept);
        Arrays.sort(sorted);
        return kept == 0 ? Double.NaN : sorted[kept / 2];
    }
}
