package dev.weir.systemtests.network;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** The peer: {@code system-tests/peers/torch_step.py} in a process of its own. */
final class TorchPeer {
    /** The shell's python, and Debian's own, for which its package of torch is. */
    private static final List<String> PYTHONS = List.of("python3", "/usr/bin/python3");

    private static final Path SCRIPT = Path.of("system-tests", "peers", "torch_step.py");

    private final String python;

    private TorchPeer(String python) {
        this.python = python;
    }

    /** The first python3 that has torch. */
    static Optional<TorchPeer> find() {
        return PYTHONS.stream()
                .map(TorchPeer::new)
                .filter(peer -> peer.run("-c", "import torch; print(1)").isPresent())
                .findFirst();
    }

    /** Steps a second, and operations a second in a large product: with Debian's reference BLAS hardly any. */
    record Figure(double steps, double flops) {}

    /** Training steps for so many seconds. */
    Figure measure(Shape shape, double seconds) {
        int[] sizes = {shape.inputs(), shape.hidden(), shape.actions(), shape.batch()};
        String[] arguments = new String[sizes.length + 2];
        arguments[0] = SCRIPT.toString();
        for (int i = 0; i < sizes.length; i++) {
            arguments[1 + i] = Integer.toString(sizes[i]);
        }
        arguments[sizes.length + 1] = String.format(Locale.ROOT, "%.1f", seconds);
        String line = run(arguments).orElseThrow(() -> new IllegalStateException(SCRIPT + " failed"));
        String[] numbers = line.split(" ");
        return new Figure(Double.parseDouble(numbers[0]), Double.parseDouble(numbers[1]) * 1e9);
    }

    private Optional<String> run(String... arguments) {
        String[] command = new String[arguments.length + 1];
        command[0] = python;
        System.arraycopy(arguments, 0, command, 1, arguments.length);
        try {
            Process process = new ProcessBuilder(command)
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            try (BufferedReader out = process.inputReader()) {
                String line = out.readLine();
                boolean good = process.waitFor() == 0 && line != null;
                return good ? Optional.of(line) : Optional.empty();
            }
        } catch (IOException e) {
            return Optional.empty(); // no python3
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while the peer ran", e);
        }
    }
}
