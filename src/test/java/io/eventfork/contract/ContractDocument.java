package io.eventfork.contract;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion.VersionFlag;
import com.networknt.schema.ValidationMessage;
import java.io.IOException;
import java.io.InputStream;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/** An OpenAPI document of ours, held against the routes, the settings and the answers. */
public final class ContractDocument {

    private static final Path RESOURCES = Path.of("src/main/resources");

    /** The one member of a path of ours that is no method. */
    private static final String PARAMETERS = "parameters";

    private final JsonNode document;

    /**
     * @param path on the class path, such as {@code openapi/shop.yaml}
     */
    public ContractDocument(String path) {
        document = yaml(RESOURCES.resolve(path));
    }

    public JsonNode at(String pointer) {
        return document.at(pointer);
    }

    /** It has the paths and methods that the route files of a use case serve, and no others. */
    public void assertHasThePathsAndMethodsOf(String useCase) throws IOException {
        assertThat(documented()).isNotEmpty().isEqualTo(served(useCase));
    }

    /** The schema of a parameter has the numbers of these settings. */
    public void assertNamesLimits(String schema, String setting, String maxSetting)
            throws IOException {
        Properties settings = new Properties();
        try (Reader reader = Files.newBufferedReader(RESOURCES.resolve("application.properties"))) {
            settings.load(reader);
        }

        assertThat(at(schema).path("default").asText()).isEqualTo(settings.getProperty(setting));
        assertThat(at(schema).path("maximum").asText()).isEqualTo(settings.getProperty(maxSetting));
    }

    /** What is wrong with a value, if it is to keep a schema. */
    public Set<ValidationMessage> faults(String schema, JsonNode value) {
        ObjectNode root = JsonNodeFactory.instance.objectNode();
        root.put("$ref", "#/components/schemas/" + schema);
        root.set("components", document.get("components"));
        return JsonSchemaFactory.getInstance(VersionFlag.V202012).getSchema(root).validate(value);
    }

    private Set<String> documented() {
        Set<String> documented = new TreeSet<>();
        document.get("paths")
                .properties()
                .forEach(
                        path ->
                                path.getValue()
                                        .fieldNames()
                                        .forEachRemaining(
                                                member -> {
                                                    if (!member.equals(PARAMETERS)) {
                                                        documented.add(
                                                                member.toUpperCase(Locale.ROOT)
                                                                        + " "
                                                                        + path.getKey());
                                                    }
                                                }));
        return documented;
    }

    private static Set<String> served(String useCase) throws IOException {
        Set<String> served = new TreeSet<>();
        try (Stream<Path> files = Files.walk(RESOURCES.resolve("routes").resolve(useCase))) {
            files.filter(file -> file.toString().endsWith(".camel.yaml"))
                    .flatMap(file -> yaml(file).findValues("from").stream())
                    .filter(from -> from.path("uri").asText().startsWith("platform-http:"))
                    .forEach(
                            from ->
                                    served.add(
                                            from.at("/parameters/httpMethodRestrict").asText()
                                                    + " "
                                                    + from.get("uri")
                                                            .asText()
                                                            .substring("platform-http:".length())));
        }
        return served;
    }

    private static JsonNode yaml(Path file) {
        try (InputStream stream = Files.newInputStream(file)) {
            return new YAMLMapper().readTree(stream);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
