package dev.weir.systemtests.load;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Comparator;
import java.util.stream.Stream;

/** What loads have to do with the machine that they run on. */
final class Machine {
    private Machine() {}

    /** This process, with all its threads, runs on core 1 from now on: what it loads has core 0. */
    static void onCoreOne() throws Exception {
        String pid = Long.toString(ProcessHandle.current().pid());
        int failed = new ProcessBuilder("taskset", "-a", "-c", "-p", "1", pid)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start()
                .waitFor();
        if (failed != 0) {
            throw new IllegalStateException("taskset must be there and core 1 too, exit status was " + failed);
        }
    }

    static String loadAverage() {
        return "%.1f".formatted(ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage());
    }

    static double median(double[] values) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        return sorted[sorted.length / 2];
    }

    /** Median, smallest and greatest. */
    static String spread(double[] values, String format) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        return (format + " (" + format + " to " + format + ")")
                .formatted(sorted[sorted.length / 2], sorted[0], sorted[sorted.length - 1]);
    }

    static String verdict(boolean reached) {
        return reached ? "reached" : "MISSED";
    }

    static void delete(Path folder) throws IOException {
        try (Stream<Path> all = Files.walk(folder)) {
            for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(path);
            }
        }
    }
}
