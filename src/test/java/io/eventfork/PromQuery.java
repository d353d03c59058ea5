package io.eventfork;

import io.eventfork.Exposition.Series;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A query of PromQL, as far as dashboards and alerts of ours go: it finds what a query asks for
 * that an application does not export.
 */
record PromQuery(String text) {

    private static final Set<String> WORDS =
            Set.of(
                    "sum",
                    "max",
                    "rate",
                    "increase",
                    "histogram_quantile",
                    "by",
                    "label_values",
                    "absent",
                    "or",
                    // What Prometheus itself says of what it asks.
                    "up");
    private static final Pattern QUOTED = Pattern.compile("\"[^\"]*\"");
    private static final Pattern RANGE = Pattern.compile("\\[[^\\]]*]");
    private static final Pattern GROUPING = Pattern.compile("by \\(([^)]*)\\) \\(");
    private static final Pattern SELECTOR = Pattern.compile("([A-Za-z_]\\w*)(\\{[^}]*})?");
    private static final Pattern MATCHER =
            Pattern.compile("(\\w+)\\s*(=~|!~|!=|=)\\s*\"([^\"]*)\"");

    /** What is wrong with it, in sentences. */
    List<String> faults(Exposition exported) {
        List<String> faults = new ArrayList<>();
        String query = RANGE.matcher(text).replaceAll("");
        if (!isBalanced(query)) {
            faults.add("Brackets do not match in " + text);
            return faults;
        }
        Matcher grouping = GROUPING.matcher(query);
        while (grouping.find()) {
            String inner = query.substring(grouping.end(), closing(query, grouping.end()));
            checkGrouping(names(grouping.group(1)), inner, exported, faults);
        }
        checkSelectors(withoutGroupings(query), exported, faults);
        return faults;
    }

    /** The labels that its result has. */
    Set<String> resultLabels() {
        Set<String> labels = new HashSet<>();
        Matcher grouping = GROUPING.matcher(text);
        while (grouping.find()) {
            labels.addAll(names(grouping.group(1)));
        }
        labels.remove("le");
        return labels;
    }

    private static void checkGrouping(
            Set<String> labels, String inner, Exposition exported, List<String> faults) {
        for (String name : metrics(inner)) {
            for (Series series : exported.named(name)) {
                for (String label : labels) {
                    if (!series.labels().containsKey(label)) {
                        faults.add(name + " has no label " + label + " to group by.");
                        return;
                    }
                }
            }
        }
    }

    private static void checkSelectors(String query, Exposition exported, List<String> faults) {
        Matcher selector = SELECTOR.matcher(query);
        while (selector.find()) {
            String name = selector.group(1);
            if (WORDS.contains(name)) {
                continue;
            }
            List<Series> found = exported.named(name);
            if (found.isEmpty()) {
                faults.add("Nothing is exported as " + name + ".");
                continue;
            }
            Matcher matcher = MATCHER.matcher(selector.group(2) == null ? "" : selector.group(2));
            while (matcher.find()) {
                if (found.stream().noneMatch(series -> matches(series, matcher))) {
                    faults.add("No series of " + name + " matches " + matcher.group() + ".");
                }
            }
        }
    }

    private static boolean matches(Series series, Matcher matcher) {
        String value = series.labels().get(matcher.group(1));
        if (value == null) {
            return false;
        }
        String wanted = matcher.group(3);
        return switch (matcher.group(2)) {
            case "=" -> value.equals(wanted);
            case "=~" -> wanted.startsWith("$") || value.matches(wanted);
            default -> true;
        };
    }

    private static Set<String> metrics(String query) {
        Set<String> metrics = new HashSet<>();
        Matcher selector = SELECTOR.matcher(withoutGroupings(query));
        while (selector.find()) {
            metrics.add(selector.group(1));
        }
        metrics.removeAll(WORDS);
        return metrics;
    }

    private static String withoutGroupings(String query) {
        return query.replaceAll("by \\([^)]*\\)", "")
                // The second argument of label_values is a label.
                .replaceAll("label_values\\(([^,]*),[^)]*\\)", "$1");
    }

    private static Set<String> names(String list) {
        return Set.of(list.strip().split("\\s*,\\s*", -1));
    }

    private static int closing(String query, int from) {
        int depth = 1;
        int at = from;
        while (depth > 0) {
            char each = query.charAt(at++);
            depth += each == '(' ? 1 : each == ')' ? -1 : 0;
        }
        return at - 1;
    }

    private static boolean isBalanced(String query) {
        int depth = 0;
        for (char each : QUOTED.matcher(query).replaceAll("").toCharArray()) {
            depth += "({".indexOf(each) >= 0 ? 1 : ")}".indexOf(each) >= 0 ? -1 : 0;
            if (depth < 0) {
                return false;
            }
        }
        return depth == 0;
    }
}
