package dev.weir.service.why;

import dev.weir.rl.policy.Policy.Contribution;
import dev.weir.schemas.avro.Decision;
import dev.weir.service.why.Html.Bar;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** One decision as one page for people who have to answer for it: no script, no network, light or dark, also on a phone. */
final class AuditorPage {
    private static final int BARS = 16;
    private static final String HEAD = """
            <!doctype html>
            <html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1">
            <title>Decision %s</title><style>
            :root{color-scheme:light dark;--ink:#1c2430;--soft:#5b6675;--line:#dde3ea;--paper:#fff;--bar:#1a5fb4;--less:#a04000;--good:#e2f3e5;--bad:#fbe3df}
            @media(prefers-color-scheme:dark){:root{--ink:#e6eaf0;--soft:#9aa6b5;--line:#37414e;--paper:#151a21;--bar:#6ea8f0;--less:#f0a060;--good:#1d3a26;--bad:#4a2320}}
            *{box-sizing:border-box}body{font:16px/1.5 system-ui,sans-serif;max-width:860px;margin:0 auto;padding:1rem;color:var(--ink);background:var(--paper)}
            h1{font-size:1.4rem;line-height:1.3}h2{font-size:1.1rem;margin:2rem 0 .5rem}code,pre{font:.85em/1.45 ui-monospace,monospace;overflow-wrap:anywhere}
            pre{white-space:pre-wrap;border:1px solid var(--line);padding:.7rem}.scroll{overflow-x:auto}
            table{border-collapse:collapse;width:100%%}td,th{padding:.25rem .6rem .25rem 0;text-align:left;border-bottom:1px solid var(--line);vertical-align:top}
            .n{text-align:right;font-variant-numeric:tabular-nums}th{color:var(--soft);font-weight:600}
            dl{display:grid;grid-template-columns:minmax(7rem,max-content) 1fr;gap:.15rem 1rem;margin:0}dt{color:var(--soft)}dd{margin:0;overflow-wrap:anywhere}
            .same,.differs,.not{padding:.6rem .9rem;border-radius:.3rem}.same{background:var(--good)}.differs{background:var(--bad)}.not{border:1px solid var(--line)}
            .row{display:grid;grid-template-columns:minmax(5rem,28%%) 1fr 5.5rem;gap:.6rem;align-items:center;margin:.2rem 0}.row span{overflow-wrap:anywhere}
            .row i{display:block;background:var(--line);height:.9rem}.row b{display:block;background:var(--bar);height:100%%}.row b.less{background:var(--less)}
            .row em{font-style:normal;text-align:right;font-variant-numeric:tabular-nums}.chosen{font-weight:700}summary{cursor:pointer;color:var(--soft);margin:.6rem 0}
            </style></head><body>
            """;

    private final Explanation why;
    private final Decision d;
    private final Html page = new Html();

    private AuditorPage(Explanation why) {
        this.why = why;
        this.d = why.decision();
    }

    static String of(Explanation why) {
        AuditorPage writer = new AuditorPage(why);
        writer.page.raw(HEAD.formatted(Html.escape(why.decision().getId())));
        writer.decision();
        writer.again();
        writer.alternatives();
        writer.features();
        writer.contributions();
        writer.page.raw(AuditorRecords.of(why));
        return writer.page.raw("</body></html>\n").toString();
    }

    private void decision() {
        page.raw("<h1>").words("Why “" + d.getAction() + "” for " + d.getUnit()).raw("</h1>\n");
        List<List<String>> facts = new ArrayList<>(List.of(
                List.of("decision", d.getId()),
                List.of("problem", why.file().name()),
                List.of("time", Html.time(d.getTime())),
                List.of("probability", Html.number(d.getPropensity())),
                List.of("variant", d.getVariant())));
        if (d.getCallerId() != null) {
            facts.add(3, List.of("caller's id", d.getCallerId()));
        }
        if (d.getTrack() != null) {
            facts.add(List.of("decided by", d.getTrack() + " " + d.getEpoch() + "." + d.getVersion()));
            facts.add(List.of("seed", Long.toString(d.getSeed())));
        }
        if (d.getFallback() != null) {
            facts.add(List.of("decided by", "the default action: " + d.getFallback()));
        }
        if (d.getElsewhere()) {
            facts.add(List.of("decided by", "somebody else; Weir was told"));
        }
        if (d.getBaselineAction() != null) {
            facts.add(List.of("caller's own rule", d.getBaselineAction()));
        }
        facts.add(List.of(
                "limits",
                d.getLimitMax() == null
                        ? "none"
                        : "at most " + Html.number(d.getLimitMax())
                                + (d.getLimited() ? ", which took actions away" : ", which took nothing away")));
        page.facts(facts);
    }

    private void again() {
        Reexecuted again = why.reexecuted();
        page.heading("Made again");
        if (again == null) {
            page.raw("<p class=\"not\">").words("It was not made again: " + why.notReexecuted() + ".");
        } else if (again.same()) {
            page.raw("<p class=\"same\">")
                    .words("The same action, probability and probabilities of all actions, bit by bit"
                            + (again.sha256().isEmpty() ? ", by the rule of the default action." : ", from content "))
                    .raw("<code>")
                    .words(again.sha256())
                    .raw("</code>");
        } else {
            page.raw("<p class=\"differs\">").words("It comes out differently: " + again.action() + ".");
        }
        page.raw("</p>\n");
    }

    private void alternatives() {
        List<Alternative> all = Alternative.of(why);
        page.heading("What could have been done");
        if (all.isEmpty()) {
            page.paragraph("The actions of that time are not known any more.");
            return;
        }
        Comparator<Alternative> order = Comparator.comparing(
                        (Alternative a) -> !a.action().equals(d.getAction()))
                .thenComparing(a -> Double.isNaN(a.propensity()) ? 0 : -a.propensity());
        List<Alternative> shown = all.stream().sorted(order).limit(BARS).toList();
        if (!d.getPmf().isEmpty()) {
            page.bars(
                    "probability of each action",
                    shown.stream()
                            .map(a -> new Bar(
                                    a.action(), a.propensity(), a.action().equals(d.getAction())))
                            .toList());
        }
        page.raw("<details><summary>")
                .words("All " + all.size() + " as a table")
                .raw("</summary>")
                .table(
                        List.of("action", "probability#", "estimated value#"),
                        all.stream()
                                .map(a -> List.of(a.action(), Html.number(a.propensity()), Html.number(a.value())))
                                .toList())
                .raw("</details>\n");
    }

    private void features() {
        page.heading("What was known");
        List<List<String>> rows = NamedFeatures.rows(
                why.file().decision().context(), d.getSituation().getFeatures());
        if (rows.isEmpty()) {
            page.paragraph("No features.");
        } else {
            page.table(List.of("feature", "as used#"), rows);
        }
    }

    private void contributions() {
        List<Contribution> parts =
                why.reexecuted() == null ? List.of() : why.reexecuted().contributions();
        if (parts.isEmpty()) {
            return;
        }
        page.heading("What the estimate of the chosen action is made of");
        Stream<Contribution> largest =
                parts.stream().sorted(Comparator.comparingDouble((Contribution c) -> -Math.abs(c.amount())));
        page.bars(
                "largest contributions",
                largest.limit(BARS)
                        .map(c -> new Bar(c.feature(), c.amount(), false))
                        .toList());
        page.raw("<details><summary>")
                .words("All " + parts.size() + " as a table")
                .raw("</summary>")
                .table(
                        List.of("feature", "amount#"),
                        parts.stream()
                                .map(c -> List.of(c.feature(), Html.number(c.amount())))
                                .toList())
                .raw("</details>\n");
    }
}
