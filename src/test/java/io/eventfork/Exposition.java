package io.eventfork;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** What an application exports, in the text format of Prometheus (version 0.0.4). */
record Exposition(List<Series> series, Map<String, String> types) {

    private static final Pattern SERIES = Pattern.compile("(\\w+)(?:\\{(.*)})? \\S+");
    private static final Pattern LABEL = Pattern.compile("(\\w+)=\"((?:[^\"\\\\]|\\\\.)*)\"");
    private static final Pattern TYPE = Pattern.compile("# TYPE (\\w+) (\\w+)");

    record Series(String name, Map<String, String> labels) {}

    static Exposition parse(String text) {
        Map<String, String> types = new LinkedHashMap<>();
        text.lines()
                .map(TYPE::matcher)
                .filter(Matcher::matches)
                .forEach(type -> types.put(type.group(1), type.group(2)));
        List<Series> series =
                text.lines()
                        .map(SERIES::matcher)
                        .filter(Matcher::matches)
                        .map(line -> new Series(line.group(1), labels(line.group(2))))
                        .toList();
        return new Exposition(series, types);
    }

    private static Map<String, String> labels(String text) {
        Map<String, String> labels = new LinkedHashMap<>();
        Matcher label = LABEL.matcher(text == null ? "" : text);
        while (label.find()) {
            labels.put(label.group(1), label.group(2));
        }
        return labels;
    }

    List<Series> named(String name) {
        return series.stream().filter(each -> each.name().equals(name)).toList();
    }

    /** The labels of all metrics of ours, by name; of a timer without its own. */
    Map<String, Set<String>> families() {
        return types.keySet().stream()
                .filter(name -> name.startsWith("eventfork_"))
                .filter(name -> !isMaximumOfTimer(name))
                .collect(
                        Collectors.toMap(
                                name -> name, this::labelsOf, (one, other) -> one, TreeMap::new));
    }

    private boolean isMaximumOfTimer(String name) {
        return name.endsWith("_max")
                && isTimer(types.get(name.substring(0, name.length() - "_max".length())));
    }

    private static boolean isTimer(String type) {
        return "histogram".equals(type) || "summary".equals(type);
    }

    private Set<String> labelsOf(String family) {
        String name = isTimer(types.get(family)) ? family + "_count" : family;
        Set<String> labels = new TreeSet<>();
        named(name).forEach(each -> labels.addAll(each.labels().keySet()));
        return labels;
    }
}
