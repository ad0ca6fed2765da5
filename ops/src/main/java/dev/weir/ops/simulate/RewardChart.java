package dev.weir.ops.simulate;

import java.util.Comparator;
import java.util.Locale;

/**
 * Reward over time as an SVG picture: means of consecutive decisions, with a line for each reference. Written
 * as text: it needs no fonts and no display, which a server's Java may not have.
 */
final class RewardChart {
    private static final int WIDTH = 860;
    private static final int HEIGHT = 400;
    private static final int LEFT = 70;
    private static final int RIGHT = 165;
    private static final int TOP = 50;
    private static final int BOTTOM = 50;
    private static final int POINTS = 80;
    private static final int LINE = 15;

    private final Course course;
    private final References references;
    private final double low;
    private final double high;
    private final StringBuilder svg = new StringBuilder();

    private RewardChart(Course course, References references) {
        this.course = course;
        this.references = references;
        double least = Double.POSITIVE_INFINITY;
        double most = Double.NEGATIVE_INFINITY;
        for (References.Reference reference : references.all()) {
            least = Math.min(least, reference.reward());
            most = Math.max(most, reference.reward());
        }
        for (int p = 0; p < points(); p++) {
            least = Math.min(least, at(p));
            most = Math.max(most, at(p));
        }
        double margin = Math.max((most - least) * 0.06, 1e-9);
        this.low = least - margin;
        this.high = most + margin;
    }

    static String draw(String title, Course course, References references) {
        return new RewardChart(course, references).svg(title);
    }

    private int points() {
        return Math.min(POINTS, course.size());
    }

    private double at(int p) {
        return course.meanBetween(edge(p), edge(p + 1));
    }

    private int edge(int p) {
        return (int) ((long) course.size() * p / Math.max(points(), 1));
    }

    private String svg(String title) {
        svg.append(String.format(
                Locale.ROOT,
                "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %d %d\" font-family=\"sans-serif\" font-size=\"13\">%n"
                        + "<rect width=\"100%%\" height=\"100%%\" fill=\"white\"/>%n",
                WIDTH,
                HEIGHT));
        text(LEFT, 28, "start", title);
        for (int i = 0; i <= 4; i++) {
            double value = low + (high - low) * i / 4;
            rule(value, "#ddd", "");
            text(LEFT - 8, y(value) + 4, "end", String.format(Locale.ROOT, "%.2f", value));
            double x = LEFT + (WIDTH - LEFT - RIGHT) * i / 4.0;
            text(x, HEIGHT - BOTTOM + 20, "middle", String.format(Locale.ROOT, "%,d", (long) course.size() * i / 4));
        }
        text((LEFT + WIDTH - RIGHT) / 2.0, HEIGHT - 10, "middle", "decisions");
        double free = 0; // labels of lines that lie close stand one below the other
        for (References.Reference r : references.all().stream()
                .sorted(Comparator.comparingDouble(References.Reference::reward).reversed())
                .toList()) {
            double label = Math.max(free, y(r.reward()) + 4);
            baseline(r, label);
            free = label + LINE;
        }
        curve();
        return svg.append("</svg>\n").toString();
    }

    private void curve() {
        svg.append("<polyline fill=\"none\" stroke=\"#1f5fbf\" stroke-width=\"2\" points=\"");
        for (int p = 0; p < points(); p++) {
            double x = LEFT + (WIDTH - LEFT - RIGHT) * (p + 0.5) / points();
            svg.append(String.format(Locale.ROOT, "%.1f,%.1f ", x, y(at(p))));
        }
        svg.append("\"/>\n");
        if (points() > 0) {
            text(WIDTH - RIGHT + 6, y(at(points() - 1)) + 4, "start", "Weir");
        }
    }

    private void baseline(References.Reference reference, double label) {
        rule(reference.reward(), reference.colour(), " stroke-dasharray=\"6 4\"");
        text(WIDTH - RIGHT + 44, label, "start", reference.label());
    }

    private void rule(double value, String colour, String more) {
        svg.append(String.format(
                Locale.ROOT,
                "<line x1=\"%d\" x2=\"%d\" y1=\"%.1f\" y2=\"%.1f\" stroke=\"%s\"%s/>%n",
                LEFT,
                WIDTH - RIGHT,
                y(value),
                y(value),
                colour,
                more));
    }

    private double y(double value) {
        return HEIGHT - BOTTOM - (HEIGHT - TOP - BOTTOM) * (value - low) / (high - low);
    }

    private void text(double x, double y, String anchor, String text) {
        String escaped = text.replace("&", "&amp;").replace("<", "&lt;");
        svg.append(String.format(
                Locale.ROOT, "<text x=\"%.1f\" y=\"%.1f\" text-anchor=\"%s\">%s</text>%n", x, y, anchor, escaped));
    }
}
