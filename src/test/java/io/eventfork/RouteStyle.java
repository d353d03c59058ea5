package io.eventfork;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** How route files are written, so that a person reads each in under a minute. */
final class RouteStyle {

    private static final List<String> HEADER =
            List.of("# Purpose:   ", "# Guarantee: ", "# Failures:  ");
    private static final Pattern KEBAB = Pattern.compile("[a-z][a-z0-9]*(-[a-z0-9]+)*");
    private static final Pattern PLACEHOLDER = Pattern.compile("\\{\\{([^{}]+)}}");

    private static final Set<String> SENDING =
            Set.of("to", "toD", "wireTap", "enrich", "pollEnrich", "poll");
    private static final Set<String> INSIDE = Set.of("direct", "seda", "log");
    private static final Set<String> WITH_EXPRESSION =
            Set.of(
                    "setHeader",
                    "setBody",
                    "setProperty",
                    "setVariable",
                    "transform",
                    "filter",
                    "when",
                    "split",
                    "validate",
                    "script",
                    "loop",
                    "delay");
    private static final Set<String> LANGUAGES =
            Set.of("constant", "simple", "method", "header", "exchangeProperty", "jsonpath", "jq");

    /** The cloud's endpoints, and the kind of resource that each names. */
    private static final Map<String, String> CLOUD =
            Map.of(
                    "aws2-sns", "topic",
                    "aws2-sqs", "queue",
                    "aws2-ddb", "table",
                    "aws2-s3", "bucket",
                    "aws2-eventbridge", "bus",
                    "kinesis-batch", "stream");

    /** The property functions that make the URL of a path of a service. */
    private static final Set<String> SERVICES = Set.of("opensearch", "shipping");

    private final Set<String> settings;
    private final List<String> faults = new ArrayList<>();

    /** The names of parameters and beans that the file's templates declare. */
    private final Set<String> own = new HashSet<>();

    /**
     * @param settings the names of the declared settings
     */
    RouteStyle(Set<String> settings) {
        this.settings = settings;
    }

    /** What is wrong with the text of a route file. */
    List<String> faults(String text) {
        faults.clear();
        own.clear();
        List<String> lines = text.lines().limit(HEADER.size()).toList();
        for (int i = 0; i < HEADER.size(); i++) {
            String line = i < lines.size() ? lines.get(i) : "";
            if (!line.startsWith(HEADER.get(i)) || !line.endsWith(".")) {
                faults.add("line " + (i + 1) + " is not '" + HEADER.get(i) + "….'");
            }
        }
        try {
            JsonNode entries = new YAMLMapper().readTree(text);
            entries.forEach(this::entry);
            walk("", "", entries);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Matcher placeholder = PLACEHOLDER.matcher(text);
        while (placeholder.find()) {
            String name = placeholder.group(1);
            if (!settings.contains(name)
                    && !own.contains(name)
                    && !SERVICES.contains(name.replaceFirst(":.*", ""))
                    && !CLOUD.containsValue(name.replaceFirst(":.*", ""))) {
                faults.add("{{" + name + "}} is not declared");
            }
        }
        return List.copyOf(faults);
    }

    private void entry(JsonNode entry) {
        String kind = entry.fieldNames().next();
        JsonNode node = entry.get(kind);
        if (!Set.of("route", "routeConfiguration", "routeTemplate", "templatedRoute")
                .contains(kind)) {
            faults.add("an entry is a " + kind);
        }
        if (kind.equals("templatedRoute")) {
            kebab(kind, node.path("routeId"));
            return;
        }
        named(kind, node);
        if (kind.equals("routeTemplate")) {
            node.path("parameters").forEach(this::parameter);
            node.path("beans").forEach(bean -> own.add(bean.path("name").asText()));
        }
        if (kind.equals("route") && !node.path("from").isObject()) {
            faults.add("a route has no from");
        }
    }

    private void parameter(JsonNode parameter) {
        own.add(parameter.path("name").asText());
        if (!parameter.path("description").asText().endsWith(".")) {
            faults.add("parameter " + parameter.path("name").asText() + " has no description");
        }
    }

    private void kebab(String what, JsonNode id) {
        if (!KEBAB.matcher(id.asText()).matches()) {
            faults.add(what + " has no kebab-case id");
        }
    }

    private void named(String what, JsonNode node) {
        kebab(what, node.path("id"));
        if (!node.path("description").asText().endsWith(".")) {
            faults.add(what + " has no description");
        }
    }

    private void walk(String parent, String name, JsonNode node) {
        if (SENDING.contains(name)) {
            sending(name, node);
        }
        if (node.has("uri")) {
            uri(node.get("uri").asText());
        }
        if (name.equals("parameters")) {
            node.forEach(value -> literal("parameters", value.asText()));
        }
        if (WITH_EXPRESSION.contains(name)) {
            // A choice has a list of them.
            (node.isArray() ? node : List.of(node)).forEach(step -> withExpression(name, step));
        }
        if (name.equals("method") && node.isTextual()) {
            literal(name, node.asText());
        } else if (LANGUAGES.contains(name) && !WITH_EXPRESSION.contains(parent)) {
            if (!node.isObject()) {
                faults.add(name + " is not written out");
            }
            literal(name, node.path("expression").asText());
        }
        if (node.isObject()) {
            node.properties().forEach(member -> walk(name, member.getKey(), member.getValue()));
        } else {
            node.forEach(element -> walk(parent, "", element));
        }
    }

    private void withExpression(String name, JsonNode step) {
        if (!step.path("expression").isObject()) {
            faults.add(name + " has no explicit expression");
        }
    }

    private void sending(String name, JsonNode node) {
        String uri = node.isTextual() ? node.asText() : node.path("uri").asText();
        if (!node.isObject()) {
            faults.add(name + " is not written out");
        } else if (!INSIDE.contains(uri.replaceFirst(":.*", ""))) {
            named(name, node);
        }
    }

    private void uri(String uri) {
        if (uri.contains("?")) {
            faults.add("a uri has a query: " + uri);
        }
        int colon = uri.indexOf(':');
        String scheme = colon < 0 ? uri : uri.substring(0, colon);
        String rest = colon < 0 ? "" : uri.substring(colon + 1);
        String kind = CLOUD.get(scheme);
        if (kind != null && !rest.matches("\\{\\{" + kind + ":([a-z0-9-]+|\\{\\{[A-Za-z]+}})}}")) {
            faults.add(scheme + " does not name a declared " + kind + ": " + rest);
        }
        literal("uri", rest);
    }

    /** A literal host, size, count or time has a digit or names a host. */
    private void literal(String where, String value) {
        String written = PLACEHOLDER.matcher(value).replaceAll("");
        if (written.matches(".*[0-9].*")
                || written.contains("//")
                || written.contains("localhost")) {
            faults.add(where + " has a literal: " + value);
        }
    }
}
