package dev.weir.service.why;

import java.time.Instant;
import java.util.List;
import java.util.Locale;

/** A page in the making: every value that is put into it is escaped. Confined to one thread. */
final class Html {
    private final StringBuilder text = new StringBuilder();

    /** Markup as it is. */
    Html raw(String markup) {
        text.append(markup);
        return this;
    }

    Html heading(String words) {
        return raw("<h2>").words(words).raw("</h2>\n");
    }

    Html paragraph(String words) {
        return raw("<p>").words(words).raw("</p>\n");
    }

    /** Text. */
    Html words(String words) {
        text.append(escape(words));
        return this;
    }

    /** A table; columns whose heading ends in {@code #} hold numbers. */
    Html table(List<String> headings, List<List<String>> rows) {
        raw("<div class=\"scroll\"><table><thead><tr>");
        headings.forEach(h -> raw(h.endsWith("#") ? "<th scope=\"col\" class=\"n\">" : "<th scope=\"col\">")
                .words(h.replace("#", ""))
                .raw("</th>"));
        raw("</tr></thead><tbody>\n");
        for (List<String> row : rows) {
            raw("<tr>");
            for (int i = 0; i < row.size(); i++) {
                raw(headings.get(i).endsWith("#") ? "<td class=\"n\">" : "<td>")
                        .words(row.get(i))
                        .raw("</td>");
            }
            raw("</tr>\n");
        }
        return raw("</tbody></table></div>\n");
    }

    /** Names and what they are. */
    Html facts(List<List<String>> facts) {
        raw("<dl>\n");
        facts.forEach(f ->
                raw("<dt>").words(f.get(0)).raw("</dt><dd>").words(f.get(1)).raw("</dd>\n"));
        return raw("</dl>\n");
    }

    /**
     * One bar of a chart.
     *
     * @param marked true: the one that was chosen
     */
    record Bar(String name, double amount, boolean marked) {}

    /** Bars from 0, or to both sides of it, as long as they are against the longest. */
    Html bars(String what, List<Bar> bars) {
        double most = bars.stream().mapToDouble(b -> Math.abs(b.amount)).max().orElse(0);
        boolean both = bars.stream().anyMatch(b -> b.amount < 0);
        raw("<div class=\"chart\" role=\"img\" aria-label=\"").words(what).raw("\">\n");
        for (Bar bar : bars) {
            double share = most > 0 ? 100 * Math.abs(bar.amount) / most : 0;
            double width = both ? share / 2 : share;
            double left = !both ? 0 : bar.amount < 0 ? 50 - width : 50;
            raw(bar.marked ? "<div class=\"row chosen\"><span>" : "<div class=\"row\"><span>")
                    .words(bar.marked ? bar.name + " (chosen)" : bar.name)
                    .raw(String.format(
                            Locale.ROOT,
                            "</span><i><b%s style=\"margin-left:%.2f%%;width:%.2f%%\"></b></i><em>",
                            bar.amount < 0 ? " class=\"less\"" : "",
                            left,
                            width))
                    .words(number(bar.amount))
                    .raw("</em></div>\n");
        }
        return raw("</div>\n");
    }

    /** For people: six digits; the JSON has all of them. */
    static String number(double value) {
        return Double.isNaN(value) ? "–" : String.format(Locale.ROOT, "%.6g", value);
    }

    static String time(long millis) {
        return Instant.ofEpochMilli(millis).toString();
    }

    static String escape(String words) {
        return words.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;")
                .replace("'", "&#39;");
    }

    @Override
    public String toString() {
        return text.toString();
    }
}
