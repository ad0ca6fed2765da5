package dev.weir.systemtests.network;

import dev.weir.systemtests.network.Rounds.Spread;
import java.util.Map;
import java.util.Optional;

/**
 * Training step with its batch in hand, beside the peak of one core and PyTorch on one thread, in turn. Arguments: rounds
 * (5), seconds of a window (0.15).
 */
public final class StepBars {
    private StepBars() {}

    public static void main(String[] arguments) {
        int rounds = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 5;
        double window = arguments.length > 1 ? Double.parseDouble(arguments[1]) : 0.15;
        Optional<TorchPeer> torch = TorchPeer.find();
        if (torch.isEmpty()) {
            System.out.println("PyTorch: skipped, python3 has no torch (Debian: apt-get install python3-torch)");
        }
        boolean good = bars(Shape.LARGE, 0.75, 2, rounds, window, torch);
        good &= bars(Shape.SMALL, 0, 12, rounds, window, torch);
        System.exit(good ? 0 : 1);
    }

    private static boolean bars(
            Shape shape, double ofPeak, double timesTorch, int rounds, double window, Optional<TorchPeer> torch) {
        Rounds jmh = new Rounds(window);
        double[] steps = new double[rounds];
        double[] shares = new double[rounds];
        double[] peaks = new double[rounds];
        double[] peers = new double[rounds];
        double[] ratios = new double[rounds];
        double[] products = new double[rounds];
        for (int r = 0; r < rounds; r++) {
            double before = peak(jmh);
            steps[r] = jmh.throughput(StepBenchmark.class, "step", Map.of("shape", shape.toString()))
                    .value();
            peaks[r] = Math.max(before, peak(jmh));
            shares[r] = steps[r] * shape.flops() / peaks[r];
            if (torch.isPresent()) {
                TorchPeer.Figure peer = torch.get().measure(shape, 20 * window);
                peers[r] = peer.steps();
                ratios[r] = steps[r] / peers[r];
                products[r] = peer.flops() / peaks[r];
            }
        }
        Spread.of(steps).line("training step " + shape, "steps/s");
        Spread.of(peaks).line("  peak of one core, in fused multiply-adds", "operations/s");
        boolean good = true;
        if (ofPeak > 0) {
            good = Spread.of(shares).line("  share of that peak", "", ofPeak, true);
        } else {
            Spread.of(shares).line("  share of that peak", "");
        }
        if (torch.isPresent()) {
            Spread.of(peers).line("  PyTorch, one thread", "steps/s");
            Spread product = Spread.of(products);
            product.line("    share of the peak in its products 512 × 512 × 512", "");
            if (product.median() < 0.25) {
                System.out.println(
                        "    its BLAS is slow (Debian: apt-get install libopenblas0): the ratio counts for nothing");
                return false;
            }
            good &= Spread.of(ratios).line("  times PyTorch", "×", timesTorch, true);
        }
        return good;
    }

    private static double peak(Rounds jmh) {
        return jmh.throughput(PeakBenchmark.class, "peak", Map.of()).value() * PeakBenchmark.flops();
    }
}
