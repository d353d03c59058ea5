package io.eventfork;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The dashboard, the alerts and the table of metrics in {@code docs/observability}. */
final class ObservabilityDocs {

    private static final Path FOLDER = Path.of("docs", "observability");
    private static final Pattern ROW =
            Pattern.compile("\\| `(eventfork_\\w+)` \\| (none|`[^|]*`) \\| .* \\|");
    private static final Pattern LEGEND_LABEL = Pattern.compile("\\{\\{(\\w+)}}");
    private static final Pattern ALERT_LABEL = Pattern.compile("\\$labels\\.(\\w+)");

    private ObservabilityDocs() {}

    /** The labels of every metric that the page lists, by its name. */
    static Map<String, Set<String>> listed() {
        Map<String, Set<String>> listed = new TreeMap<>();
        read("README.md")
                .lines()
                .map(ROW::matcher)
                .filter(Matcher::matches)
                .forEach(row -> listed.put(row.group(1), labels(row.group(2))));
        return listed;
    }

    private static Set<String> labels(String cell) {
        Set<String> labels = new TreeSet<>();
        if (!cell.equals("none")) {
            Arrays.stream(cell.split(",", -1))
                    .map(label -> label.strip().replace("`", ""))
                    .forEach(labels::add);
        }
        return labels;
    }

    /** What the dashboard asks for that is not exported. */
    static List<String> faultsOfTheDashboard(Exposition exported) throws IOException {
        JsonNode dashboard = new ObjectMapper().readTree(read("grafana-dashboard.json"));
        List<String> faults = new ArrayList<>();
        for (JsonNode variable : dashboard.at("/templating/list")) {
            if (variable.path("type").asText().equals("query")) {
                faults.addAll(query(variable.at("/query/query")).faults(exported));
            }
        }
        int queries = 0;
        for (JsonNode panel : dashboard.path("panels")) {
            for (JsonNode target : panel.path("targets")) {
                PromQuery query = query(target.path("expr"));
                queries++;
                faults.addAll(query.faults(exported));
                faults.addAll(missing(query, LEGEND_LABEL, target.path("legendFormat").asText()));
            }
        }
        if (queries == 0) {
            faults.add("The dashboard asks for nothing.");
        }
        return faults;
    }

    /** What the alerts ask for that is not exported, and what they leave out. */
    static List<String> faultsOfTheAlerts(Exposition exported) throws IOException {
        JsonNode rules = new YAMLMapper().readTree(read("prometheus-alerts.yaml"));
        List<String> faults = new ArrayList<>();
        Set<String> names = new TreeSet<>();
        for (JsonNode rule : rules.at("/groups/0/rules")) {
            String name = rule.path("alert").asText();
            PromQuery query = query(rule.path("expr"));
            faults.addAll(query.faults(exported));
            for (String text : List.of("summary", "description")) {
                String said = rule.path("annotations").path(text).asText();
                if (said.isBlank()) {
                    faults.add(name + " has no " + text + ".");
                }
                faults.addAll(missing(query, ALERT_LABEL, said));
            }
            if (!List.of("critical", "warning").contains(rule.at("/labels/severity").asText())) {
                faults.add(name + " has no severity.");
            }
            if (!names.add(name)) {
                faults.add(name + " is there twice.");
            }
        }
        if (names.isEmpty()) {
            faults.add("There are no alerts.");
        }
        return faults;
    }

    private static List<String> missing(PromQuery query, Pattern mention, String text) {
        List<String> missing = new ArrayList<>();
        Matcher label = mention.matcher(text);
        while (label.find()) {
            if (!query.resultLabels().contains(label.group(1))) {
                missing.add(
                        "%s is not in the result of %s".formatted(label.group(1), query.text()));
            }
        }
        return missing;
    }

    private static PromQuery query(JsonNode text) {
        return new PromQuery(text.asText());
    }

    private static String read(String file) {
        try {
            return Files.readString(FOLDER.resolve(file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
