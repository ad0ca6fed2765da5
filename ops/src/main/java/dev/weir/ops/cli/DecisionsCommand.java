package dev.weir.ops.cli;

import java.net.URLEncoder;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;

/** {@code weir decisions}. */
@Command(name = "decisions", mixinStandardHelpOptions = true, description = "Look for decisions that were made.")
final class DecisionsCommand {
    private static final ObjectMapper JSON = new ObjectMapper();

    @Command(
            name = "find",
            mixinStandardHelpOptions = true,
            description = "Decisions of a unit, the latest first; weir why explains one.")
    int find(
            @Mixin Service service,
            @Mixin Output out,
            @Option(names = "--problem", required = true, paramLabel = "NAME", description = "Name of the problem.")
                    String problem,
            @Option(names = "--unit", required = true, paramLabel = "UNIT", description = "Who was decided for.")
                    String unit,
            @Option(names = "--from", paramLabel = "TIME", description = "Like 2026-11-22T12:00:00Z; included.")
                    @Nullable
                    String from,
            @Option(names = "--to", paramLabel = "TIME", description = "Not included.") @Nullable String to,
            @Option(names = "--action", paramLabel = "ACTION", description = "Only where this one was chosen.")
                    @Nullable
                    String action,
            @Option(
                            names = "--limit",
                            paramLabel = "N",
                            defaultValue = "20",
                            description = "At most so many, up to 200.")
                    int limit,
            @Option(names = "--after", paramLabel = "NEXT", description = "Goes on where an earlier answer ended.")
                    @Nullable
                    String after)
            throws InterruptedException {
        StringBuilder path = new StringBuilder("/v1/problems/" + problem + "/decisions?unit=" + encoded(unit));
        Map<String, @Nullable String> more = new LinkedHashMap<>();
        more.put("from", from);
        more.put("to", to);
        more.put("action", action);
        more.put("limit", Integer.toString(limit));
        more.put("after", after);
        more.forEach((name, value) -> {
            if (value != null) {
                path.append('&').append(name).append('=').append(encoded(value));
            }
        });
        HttpResponse<String> response = service.get(path.toString());
        if (response.statusCode() != 200) {
            System.err.println(response.body());
            return Main.NO;
        }
        JsonNode answer = JSON.readTree(response.body());
        out.rows(rows(answer));
        String next = answer.get("next").isNull() ? null : answer.get("next").asString();
        if (next != null) {
            System.err.println("there may be more: --after " + next);
        }
        return answer.get("decisions").isEmpty() ? Main.NO : 0;
    }

    private static String encoded(String value) {
        return URLEncoder.encode(value, StandardCharsets.UTF_8);
    }

    private static List<Map<String, @Nullable Object>> rows(JsonNode answer) {
        List<Map<String, @Nullable Object>> rows = new ArrayList<>();
        for (JsonNode d : answer.get("decisions")) {
            Map<String, @Nullable Object> row = new LinkedHashMap<>();
            row.put("decision", d.get("decision").asString());
            row.put("time", Instant.ofEpochMilli(d.get("time").asLong()).toString());
            row.put("action", d.get("action").asString());
            row.put("propensity", d.get("propensity").asDouble());
            row.put("variant", d.get("variant").asString());
            row.put(
                    "version",
                    d.get("version").isNull() ? null : d.get("version").asString());
            row.put(
                    "fallback",
                    d.get("fallback").isNull() ? null : d.get("fallback").asString());
            row.put("limited", d.get("limited").asBoolean());
            rows.add(row);
        }
        return rows;
    }
}
