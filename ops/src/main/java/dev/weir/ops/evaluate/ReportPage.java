package dev.weir.ops.evaluate;

import static dev.weir.ops.evaluate.Svg.escape;

import dev.weir.evaluation.diagnosis.Finding;
import java.util.Locale;

/** A report as one page that needs nothing besides itself: no script, no network. */
public final class ReportPage {
    private static final String HEAD = """
            <!doctype html>
            <html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
            <title>%s</title><style>
            body{font:15px/1.5 system-ui,sans-serif;max-width:920px;margin:2em auto;padding:0 1em;color:#1c2430}
            table{border-collapse:collapse;margin:1em 0}td,th{padding:.2em .9em;text-align:right;border-bottom:1px solid #dde3ea}
            td:first-child,th:first-child{text-align:left}svg{max-width:100%%;height:auto}
            svg text{font:12px system-ui,sans-serif;fill:#1c2430}svg circle{fill:#1a5fb4}svg rect{fill:#7aa7d9}
            .interval{stroke:#1a5fb4;stroke-width:3}.logged{stroke:#a04000;stroke-dasharray:5 4}
            polyline{fill:none}.value{stroke:#1a5fb4;stroke-width:2}.bound{stroke:#7aa7d9}
            .warning,.do-not-believe{background:#fbe3df;padding:.6em 1em}.with-care{background:#fdf3d7;padding:.6em 1em}
            .believe{background:#e2f3e5;padding:.6em 1em}
            </style></head><body>
            """;

    private ReportPage() {}

    /** The page. */
    public static String of(EvaluationReport report) {
        String title = "What policies would have earned: " + report.file().name();
        StringBuilder page = new StringBuilder(String.format(Locale.ROOT, HEAD, escape(title)));
        page.append("<h1>").append(escape(title)).append("</h1>\n");
        if (report.warning() != null) {
            page.append("<p class=\"warning\">")
                    .append(escape(report.warning()))
                    .append("</p>\n");
        }
        page.append(String.format(
                Locale.ROOT,
                "<p>%,d logged rows, mean reward %.6g (%.6g to %.6g). Intervals hold %.4g %%, by unit. Problem %s.</p>%n",
                report.rows(),
                report.logged().value(),
                report.logged().lower(),
                report.logged().upper(),
                100 * report.level(),
                report.file().hash().substring(0, 12)));
        if (report.episodes() != null) {
            page.append("<p>").append(escape(report.episodes().text())).append(".</p>\n");
        }
        for (PolicyResult policy : report.policies()) {
            policy(page, policy, report);
        }
        return page.append("</body></html>\n").toString();
    }

    private static void policy(StringBuilder page, PolicyResult policy, EvaluationReport report) {
        page.append("<h2>").append(escape(policy.name())).append("</h2>\n");
        String belief = policy.verdict().belief().text();
        page.append("<div class=\"").append(belief.replace(' ', '-')).append("\"><strong>");
        page.append(escape(policy.verdict().text().lines().findFirst().orElse(belief)))
                .append("</strong><ul>");
        for (Finding finding : policy.verdict().findings()) {
            page.append("<li>").append(escape(finding.what())).append(". Remedy: ");
            page.append(escape(finding.remedy())).append(".</li>");
        }
        page.append("</ul></div>\n");
        if (policy.note() != null) {
            page.append("<p>").append(escape(policy.note())).append("</p>\n");
        }
        page.append(String.format(
                Locale.ROOT,
                "<p>%,d %ss, worth %,.0f after weighting; mean weight %.4g, largest %.4g (%s %d).</p>%n",
                policy.rows(),
                report.counted(),
                policy.weights().effectiveRows(),
                policy.weights().mean(),
                policy.weights().largest(),
                report.counted(),
                policy.weights().largestRow()));
        page.append("<table><tr><th>estimator</th><th>value</th><th>lower</th><th>upper</th></tr>\n");
        for (Line line : policy.lines()) {
            page.append(String.format(
                    Locale.ROOT,
                    "<tr><td>%s</td><td>%.6g</td><td>%.6g</td><td>%.6g</td></tr>%n",
                    escape(line.estimator()),
                    line.value(),
                    line.lower(),
                    line.upper()));
        }
        page.append("</table>\n").append(Pictures.estimates(policy, report.logged()));
        page.append("<h3>Weights</h3>\n").append(Pictures.weights(policy));
        page.append("<h3>Doubly robust, as the log goes on</h3>\n").append(Pictures.running(policy));
        if (!policy.slices().isEmpty()) {
            slices(page, policy);
        }
    }

    private static void slices(StringBuilder page, PolicyResult policy) {
        page.append("<h3>Where</h3>\n<table><tr><th>slice</th><th>rows</th><th>worth</th><th>value</th><th>lower</th>"
                + "<th>upper</th><th>logged</th></tr>\n");
        for (Slices.Slice slice : policy.slices()) {
            page.append(String.format(
                    Locale.ROOT,
                    "<tr><td>%s</td><td>%,d</td><td>%,.0f</td><td>%.6g</td><td>%.6g</td><td>%.6g</td><td>%.6g</td></tr>%n",
                    escape(slice.name()),
                    slice.rows(),
                    slice.effective(),
                    slice.line().value(),
                    slice.line().lower(),
                    slice.line().upper(),
                    slice.logged().value()));
        }
        page.append("</table>\n").append(Pictures.slices(policy));
    }
}
