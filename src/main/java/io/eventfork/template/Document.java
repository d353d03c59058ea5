package io.eventfork.template;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLGenerator.Feature;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import com.fasterxml.jackson.dataformat.yaml.util.StringQuotingChecker;
import java.util.List;

/**
 * A CloudFormation template that is being written (AWS CloudFormation user guide, "Template
 * sections"). Not thread-safe.
 */
final class Document {

    private static final YAMLMapper YAML =
            YAMLMapper.builder(YAMLFactory.builder().stringQuotingChecker(new DatesToo()).build())
                    .disable(Feature.WRITE_DOC_START_MARKER)
                    .disable(Feature.SPLIT_LINES)
                    .enable(Feature.MINIMIZE_QUOTES)
                    .enable(Feature.ALWAYS_QUOTE_NUMBERS_AS_STRINGS)
                    .enable(Feature.INDENT_ARRAYS_WITH_INDICATOR)
                    .disable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS)
                    .build();

    /** Quotes also what some readers take for a date: the versions of policies. */
    private static final class DatesToo extends StringQuotingChecker.Default {

        private static final long serialVersionUID = 1L;

        @Override
        public boolean needToQuoteValue(String value) {
            return super.needToQuoteValue(value) || value.matches("\\d{4}-\\d{2}-\\d{2}");
        }
    }

    private static final String PROPERTIES = "Properties";

    private final ObjectNode parameters = Json.object();
    private final ObjectNode conditions = Json.object();
    private final ObjectNode resources = Json.object();
    private final ObjectNode outputs = Json.object();

    /** Adds a resource, and returns its properties to be filled. */
    ObjectNode resource(String logicalId, String type) {
        ObjectNode resource = resources.putObject(logicalId);
        resource.put("Type", type);
        return resource.putObject(PROPERTIES);
    }

    /**
     * Adds a resource that holds what cannot be made again: it stays when the stack or its
     * declaration goes, as provisioning never deletes.
     */
    ObjectNode keptResource(String logicalId, String type) {
        ObjectNode resource = resources.putObject(logicalId);
        resource.put("Type", type);
        resource.put("DeletionPolicy", "Retain");
        resource.put("UpdateReplacePolicy", "Retain");
        return resource.putObject(PROPERTIES);
    }

    /** Says what has to be made before a resource though it does not name it. */
    void dependsOn(String logicalId, List<String> others) {
        if (!others.isEmpty()) {
            resource(logicalId).set("DependsOn", Json.texts(others));
        }
    }

    /** Why a resource is as it is, for those who read the template. */
    void reason(String logicalId, String reason) {
        resource(logicalId).withObject("Metadata").put("Reason", reason);
    }

    private ObjectNode resource(String logicalId) {
        return (ObjectNode) resources.get(logicalId);
    }

    /** Adds a parameter that has to be given. */
    void parameter(String name, String type, String description) {
        parameters.putObject(name).put("Type", type).put("Description", description);
    }

    /** Adds a parameter that may be left out, and the condition that it is not. */
    void optionalParameter(String name, String condition, String description) {
        parameter(name, "String", description);
        ((ObjectNode) parameters.get(name)).put("Default", "");
        ArrayNode isEmpty = Json.NODES.arrayNode().add(Json.ref(name)).add("");
        conditions.set(
                condition,
                Json.object(
                        "Fn::Not", Json.NODES.arrayNode().add(Json.object("Fn::Equals", isEmpty))));
    }

    void output(String name, String description, JsonNode value) {
        outputs.putObject(name).put("Description", description).set("Value", value);
    }

    /** A policy document of some statements. */
    static ObjectNode policy(List<ObjectNode> statements) {
        ObjectNode document = Json.object().put("Version", "2012-10-17");
        document.putArray("Statement").addAll(statements);
        return document;
    }

    /** The whole template as YAML. */
    String yaml(String description) {
        ObjectNode template = Json.object();
        template.put("AWSTemplateFormatVersion", "2010-09-09");
        template.put("Description", description);
        section(template, "Parameters", parameters);
        section(template, "Conditions", conditions);
        section(template, "Resources", resources);
        section(template, "Outputs", outputs);
        try {
            return YAML.writeValueAsString(template);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void section(ObjectNode template, String name, ObjectNode section) {
        if (!section.isEmpty()) {
            template.set(name, section);
        }
    }
}
