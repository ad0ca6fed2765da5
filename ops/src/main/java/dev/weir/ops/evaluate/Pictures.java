package dev.weir.ops.evaluate;

import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Pictures of a report, as inline SVG. */
final class Pictures {
    private static final int WIDTH = 860;
    private static final int LEFT = 220;
    private static final int RIGHT = 90;

    private Pictures() {}

    /** Estimates with their intervals, and what the log has earned as a dashed line. */
    static String estimates(PolicyResult policy, Line logged) {
        return intervals("Estimates of " + policy.name(), policy.lines(), logged);
    }

    /** The policy in slices of the log, and what all of the log has earned. */
    static String slices(PolicyResult policy) {
        List<Line> lines = policy.slices().stream()
                .map(s -> new Line(
                        s.name(),
                        s.name(),
                        s.line().value(),
                        s.line().error(),
                        s.line().lower(),
                        s.line().upper()))
                .toList();
        return intervals("Slices of " + policy.name(), lines, null);
    }

    private static String intervals(String title, List<Line> lines, @Nullable Line logged) {
        double least = logged == null ? Double.POSITIVE_INFINITY : logged.lower();
        double greatest = logged == null ? Double.NEGATIVE_INFINITY : logged.upper();
        for (Line line : lines) {
            least = Math.min(least, finite(line.lower(), line.value()));
            greatest = Math.max(greatest, finite(line.upper(), line.value()));
        }
        double from = least;
        double scale = (WIDTH - LEFT - RIGHT) / Math.max(1e-300, greatest - least);
        int height = 26 * lines.size() + 46;
        Svg svg = new Svg(WIDTH, height, title);
        if (logged != null) {
            double at = LEFT + (logged.value() - from) * scale;
            svg.line(at, 6, at, height - 40.0, "logged")
                    .words(at, height - 24.0, "middle", "logged " + text(logged.value()));
        }
        for (int i = 0; i < lines.size(); i++) {
            Line line = lines.get(i);
            double y = 20 + 26.0 * i;
            double x = LEFT + (line.value() - from) * scale;
            svg.words(LEFT - 12.0, y + 4, "end", line.estimator())
                    .line(
                            LEFT + (finite(line.lower(), line.value()) - from) * scale,
                            y,
                            LEFT + (finite(line.upper(), line.value()) - from) * scale,
                            y,
                            "interval")
                    .dot(x, y)
                    .words(WIDTH - RIGHT + 12.0, y + 4, "start", text(line.value()));
        }
        return svg.words(LEFT, height - 6.0, "start", text(least))
                .words(WIDTH - (double) RIGHT, height - 6.0, "end", text(greatest))
                .end();
    }

    /** Rows by weight. */
    static String weights(PolicyResult policy) {
        List<Histogram.Bar> bars = policy.histogram();
        long most = 1;
        for (Histogram.Bar bar : bars) {
            most = Math.max(most, bar.rows());
        }
        int height = 210;
        Svg svg = new Svg(WIDTH, height, "Rows by importance weight, " + policy.name());
        double width = (WIDTH - 60.0) / bars.size();
        for (int i = 0; i < bars.size(); i++) {
            double tall = 140.0 * bars.get(i).rows() / most;
            double x = 30 + i * width;
            svg.bar(x + 2, 165 - tall, width - 4, tall)
                    .words(
                            x + width / 2,
                            159 - tall,
                            "middle",
                            String.valueOf(bars.get(i).rows()))
                    .words(
                            x + width / 2,
                            182,
                            "middle",
                            i == 0 ? "0" : "≥ " + text(bars.get(i).from()));
        }
        return svg.words(WIDTH / 2.0, 204, "middle", "importance weight").end();
    }

    /** The doubly robust estimate as the log goes on. */
    static String running(PolicyResult policy) {
        List<Running.Point> points = policy.running();
        if (points.size() < 2) {
            return "";
        }
        List<Running.Point> shown = points.subList(points.size() / 20, points.size());
        double least = Double.POSITIVE_INFINITY;
        double greatest = Double.NEGATIVE_INFINITY;
        for (Running.Point point : shown) {
            least = Math.min(least, point.value() - point.half());
            greatest = Math.max(greatest, point.value() + point.half());
        }
        double x = (WIDTH - 150.0) / shown.get(shown.size() - 1).rows();
        double y = 170 / Math.max(1e-300, greatest - least);
        StringBuilder value = new StringBuilder();
        StringBuilder lower = new StringBuilder();
        StringBuilder upper = new StringBuilder();
        for (Running.Point p : shown) {
            point(value, 100 + p.rows() * x, 185 - (p.value() - least) * y);
            point(lower, 100 + p.rows() * x, 185 - (p.value() - p.half() - least) * y);
            point(upper, 100 + p.rows() * x, 185 - (p.value() + p.half() - least) * y);
        }
        return new Svg(WIDTH, 215, "Running doubly robust estimate of " + policy.name())
                .path("bound", lower.toString())
                .path("bound", upper.toString())
                .path("value", value.toString())
                .words(92, 20, "end", text(greatest))
                .words(92, 188, "end", text(least))
                .words(WIDTH - 50.0, 208, "end", shown.get(shown.size() - 1).rows() + " rows")
                .end();
    }

    private static void point(StringBuilder to, double x, double y) {
        to.append(String.format(Locale.ROOT, "%.1f,%.1f ", x, y));
    }

    private static double finite(double value, double otherwise) {
        return Double.isFinite(value) ? value : otherwise;
    }

    private static String text(double value) {
        return String.format(Locale.ROOT, "%.4g", value)
                .replaceAll("(\\.\\d*?)0+$", "$1")
                .replaceAll("\\.$", "");
    }
}
