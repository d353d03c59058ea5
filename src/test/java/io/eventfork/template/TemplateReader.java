package io.eventfork.template;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads a template as CloudFormation does: it knows what each intrinsic function means, and fails
 * at one that refers to nothing. Parameters have no value, so conditions do not hold.
 */
public final class TemplateReader {

    public static final String REGION = "us-east-1";
    public static final String ACCOUNT = "000000000000";

    private static final Map<String, String> PSEUDO =
            Map.of(
                    "AWS::Partition", "aws",
                    "AWS::Region", REGION,
                    "AWS::AccountId", ACCOUNT);
    private static final Pattern VARIABLE = Pattern.compile("\\$\\{([^}]+)}");

    private final JsonNode template;

    public TemplateReader(String yaml) {
        try {
            template = new YAMLMapper().readTree(yaml);
        } catch (JsonProcessingException e) {
            throw new AssertionError(yaml, e);
        }
    }

    /** One resource with everything filled in. */
    public record Resource(String id, String type, JsonNode properties) {}

    /** A statement of a policy, with everything filled in. */
    public record Statement(Set<String> actions, List<String> resources) {

        /** Whether it allows an action on a resource. */
        public boolean allows(String action, String resource) {
            return actions.contains(action)
                    && resources.stream()
                            .anyMatch(
                                    pattern ->
                                            resource.matches(
                                                    Pattern.quote(pattern)
                                                            .replace("*", "\\E.*\\Q")));
        }
    }

    public JsonNode root() {
        return template;
    }

    public List<Resource> resources() {
        List<Resource> resources = new ArrayList<>();
        template.get("Resources")
                .properties()
                .forEach(
                        entry ->
                                resources.add(
                                        new Resource(
                                                entry.getKey(),
                                                entry.getValue().get("Type").asText(),
                                                resolve(entry.getValue().get("Properties")))));
        return resources;
    }

    public List<Resource> resources(String type) {
        return resources().stream().filter(resource -> resource.type().equals(type)).toList();
    }

    /** The statements of the policy of a use case. */
    public List<Statement> policy(String app) {
        return statements(
                resources("AWS::IAM::ManagedPolicy").stream()
                        .filter(policy -> policy.id().equals(LogicalIds.of("Policy", app)))
                        .findFirst()
                        .orElseThrow()
                        .properties()
                        .get("PolicyDocument"));
    }

    /** The statements of all policies for the application. */
    public List<Statement> policies() {
        return resources("AWS::IAM::ManagedPolicy").stream()
                .flatMap(policy -> statements(policy.properties().get("PolicyDocument")).stream())
                .toList();
    }

    private static List<Statement> statements(JsonNode document) {
        List<Statement> statements = new ArrayList<>();
        document.get("Statement")
                .forEach(
                        statement ->
                                statements.add(
                                        new Statement(
                                                Set.copyOf(texts(statement.get("Action"))),
                                                texts(statement.get("Resource")))));
        return statements;
    }

    private static List<String> texts(JsonNode node) {
        List<String> texts = new ArrayList<>();
        if (node.isArray()) {
            node.forEach(item -> texts.add(item.textValue()));
        } else {
            texts.add(node.textValue());
        }
        return texts;
    }

    private JsonNode resolve(JsonNode node) {
        if (node.isArray()) {
            ArrayNode copy = JsonNodeFactory.instance.arrayNode();
            node.forEach(item -> copy.add(resolve(item)));
            return copy;
        }
        if (!node.isObject()) {
            return node;
        }
        JsonNode value = node.size() == 1 ? node.elements().next() : node;
        return switch (node.size() == 1 ? node.fieldNames().next() : "") {
            case "Ref" -> text(ref(value.textValue()));
            case "Fn::GetAtt" ->
                    text(attribute(value.get(0).textValue(), value.get(1).textValue()));
            case "Fn::Sub" -> text(sub(value.textValue()));
            case "Fn::If" -> {
                requireThere(template.at("/Conditions").has(value.get(0).textValue()), value);
                resolve(value.get(1));
                yield resolve(value.get(2));
            }
            default -> members(node);
        };
    }

    private JsonNode members(JsonNode node) {
        ObjectNode copy = JsonNodeFactory.instance.objectNode();
        node.properties().forEach(member -> copy.set(member.getKey(), resolve(member.getValue())));
        return copy;
    }

    private static JsonNode text(String text) {
        return JsonNodeFactory.instance.textNode(text);
    }

    private String sub(String text) {
        return VARIABLE.matcher(text)
                .replaceAll(
                        found -> {
                            String[] parts = found.group(1).split("\\.", 2);
                            return Matcher.quoteReplacement(
                                    parts.length == 2
                                            ? attribute(parts[0], parts[1])
                                            : ref(parts[0]));
                        });
    }

    private String ref(String name) {
        if (PSEUDO.containsKey(name)) {
            return PSEUDO.get(name);
        }
        if (name.equals("AWS::NoValue") || template.at("/Parameters").has(name)) {
            return "";
        }
        return switch (type(name)) {
            case "AWS::SNS::Topic" -> arn("sns", name(name, "TopicName"));
            case "AWS::Events::EventBus" -> name(name, "Name");
            default -> name;
        };
    }

    private String attribute(String id, String attribute) {
        if (type(id).equals("AWS::SQS::Queue") && attribute.equals("QueueName")) {
            return name(id, "QueueName");
        }
        requireThere(attribute.equals("Arn"), text(id + "." + attribute));
        return switch (type(id)) {
            case "AWS::SQS::Queue" -> arn("sqs", name(id, "QueueName"));
            case "AWS::DynamoDB::Table" -> arn("dynamodb", "table/" + name(id, "TableName"));
            case "AWS::S3::Bucket" -> "arn:aws:s3:::" + name(id, "BucketName");
            case "AWS::Kinesis::Stream" -> arn("kinesis", "stream/" + name(id, "Name"));
            case "AWS::Events::EventBus" -> arn("events", "event-bus/" + name(id, "Name"));
            case "AWS::Events::Rule" ->
                    arn("events", "rule/" + name(id, "EventBusName") + "/" + name(id, "Name"));
            case "AWS::IAM::Role" -> "arn:aws:iam::" + ACCOUNT + ":role/" + name(id, "RoleName");
            case "AWS::KMS::Key" -> arn("kms", "key/" + id);
            default -> throw new AssertionError("No ARN of " + id);
        };
    }

    private static String arn(String service, String resource) {
        return "arn:aws:%s:%s:%s:%s".formatted(service, REGION, ACCOUNT, resource);
    }

    private String type(String id) {
        JsonNode resource = template.get("Resources").path(id);
        requireThere(resource.isObject(), text(id));
        return resource.get("Type").textValue();
    }

    private String name(String id, String property) {
        return resolve(template.get("Resources").get(id).get("Properties").get(property)).asText();
    }

    private static void requireThere(boolean isThere, JsonNode what) {
        if (!isThere) {
            throw new AssertionError("The template refers to nothing by " + what);
        }
    }
}
