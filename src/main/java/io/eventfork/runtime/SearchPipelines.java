package io.eventfork.runtime;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.eventfork.runtime.routes.RouteSource;
import io.eventfork.search.FailedLetters;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The search pipelines of route files, without running them. Stateless. */
final class SearchPipelines {

    private static final Pattern PLACEHOLDER = Pattern.compile("\\{\\{\\s*([^{}\\s]+)\\s*}}");

    private SearchPipelines() {}

    /**
     * Where each keeps its failed documents.
     *
     * @throws IOException if the files cannot be read
     */
    static List<FailedLetters.Place> of(RouteSource source, Settings settings) throws IOException {
        List<FailedLetters.Place> places = new ArrayList<>();
        YAMLMapper yaml = new YAMLMapper();
        for (String text : source.routes().values()) {
            for (JsonNode route : yaml.readTree(text)) {
                JsonNode templated = route.path("templatedRoute");
                String bucket = parameter(templated, "Bucket", settings);
                if (templated.path("routeTemplateRef").asText().equals("search")
                        && !bucket.isEmpty()) {
                    places.add(
                            new FailedLetters.Place(
                                    templated.path("routeId").asText(),
                                    bucket,
                                    parameter(templated, "StreamPrefix", settings)));
                }
            }
        }
        return places;
    }

    private static String parameter(JsonNode templated, String name, Settings settings) {
        for (JsonNode parameter : templated.path("parameters")) {
            if (parameter.path("name").asText().equals(name)) {
                return PLACEHOLDER
                        .matcher(parameter.path("value").asText())
                        .replaceAll(
                                found ->
                                        Matcher.quoteReplacement(
                                                settings.placeholders()
                                                        .getOrDefault(found.group(1), "")));
            }
        }
        return "";
    }
}
