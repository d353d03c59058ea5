package io.eventfork.template;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What a call of AWS needs to be allowed (AWS service authorization reference).
 *
 * @param action as policies name it, {@code sqs:SendMessage}
 * @param resource its ARN
 */
public record IamCall(String action, String resource) {

    private static final ObjectMapper JSON = new ObjectMapper();

    /**
     * Reads a request.
     *
     * @param service as its signature names it
     * @param target the last part of X-Amz-Target, empty if there is none
     * @return nothing for a call that everybody may make
     */
    public static List<IamCall> of(
            String service, String target, String method, URI uri, String body) {
        return switch (service) {
            case "sqs" -> List.of(sqs(target, json(body)));
            case "dynamodb" -> dynamoDb(target, json(body));
            case "events" -> events(target, json(body));
            case "sns" -> List.of(sns(body));
            case "kinesis" -> List.of(kinesis(target, json(body)));
            case "s3" -> List.of(s3(method, uri));
            case "scheduler" -> List.of(scheduler(method, uri, body));
            case "sts" -> List.of();
            default -> throw new AssertionError("Calls of " + service + " are not known here");
        };
    }

    private static IamCall sqs(String target, JsonNode body) {
        String url = body.path("QueueUrl").asText();
        String queue =
                url.isEmpty()
                        ? body.get("QueueName").asText()
                        : url.substring(url.lastIndexOf('/') + 1);
        return new IamCall("sqs:" + target.replaceFirst("Batch$", ""), arn("sqs", queue));
    }

    private static List<IamCall> dynamoDb(String target, JsonNode body) {
        if (target.equals("TransactWriteItems")) {
            List<IamCall> calls = new ArrayList<>();
            for (JsonNode item : body.get("TransactItems")) {
                String kind = item.fieldNames().next();
                String action =
                        kind.equals("ConditionCheck") ? "ConditionCheckItem" : kind + "Item";
                calls.add(
                        new IamCall(
                                "dynamodb:" + action,
                                table(item.get(kind).get("TableName").asText())));
            }
            return calls;
        }
        Stream<String> tables =
                body.has("RequestItems")
                        ? body.get("RequestItems").properties().stream().map(Map.Entry::getKey)
                        : Stream.of(body.get("TableName").asText());
        String index = body.has("IndexName") ? "/index/" + body.get("IndexName").asText() : "";
        return tables.map(table -> new IamCall("dynamodb:" + target, table(table) + index))
                .toList();
    }

    private static String table(String name) {
        return arn("dynamodb", "table/" + name);
    }

    private static List<IamCall> events(String target, JsonNode body) {
        List<String> buses = new ArrayList<>();
        body.path("Entries").forEach(entry -> buses.add(entry.get("EventBusName").asText()));
        if (!buses.isEmpty()) {
            return buses.stream().map(bus -> new IamCall("events:" + target, bus(bus))).toList();
        }
        String name = body.path("Rule").asText(body.path("Name").asText());
        return List.of(
                new IamCall(
                        "events:" + target,
                        body.has("EventBusName")
                                ? arn(
                                        "events",
                                        "rule/" + body.get("EventBusName").asText() + "/" + name)
                                : bus(name)));
    }

    private static String bus(String nameOrArn) {
        return nameOrArn.startsWith("arn:") ? nameOrArn : arn("events", "event-bus/" + nameOrArn);
    }

    private static IamCall sns(String body) {
        Map<String, String> form =
                Stream.of(body.split("&", -1))
                        .map(pair -> pair.split("=", 2))
                        .collect(
                                Collectors.toMap(
                                        pair -> pair[0],
                                        pair ->
                                                URLDecoder.decode(
                                                        pair[1], StandardCharsets.UTF_8)));
        return new IamCall(
                "sns:" + form.get("Action").replaceFirst("Batch$", ""),
                form.getOrDefault("TopicArn", form.get("SubscriptionArn")));
    }

    /** As JSON; an iterator of the local cloud begins with the ARN of its stream. */
    private static IamCall kinesis(String target, JsonNode body) {
        String stream =
                body.has("ShardIterator")
                        ? new String(
                                        Base64.getUrlDecoder()
                                                .decode(body.get("ShardIterator").asText()),
                                        StandardCharsets.UTF_8)
                                .replaceFirst("^.*?stream/([A-Za-z0-9_.-]+).*$", "$1")
                        : body.get("StreamName").asText();
        return new IamCall("kinesis:" + target, arn("kinesis", "stream/" + stream));
    }

    private static IamCall s3(String method, URI uri) {
        String[] path = uri.getPath().substring(1).split("/", 2);
        String bucket = "arn:aws:s3:::" + path[0];
        String query = uri.getQuery() == null ? "" : uri.getQuery();
        if (path.length == 2 && !path[1].isEmpty()) {
            String verb = method.equals("HEAD") ? "Get" : capitalized(method);
            return new IamCall("s3:" + verb + "Object", bucket + "/" + path[1]);
        }
        String action =
                query.startsWith("encryption")
                        ? "GetEncryptionConfiguration"
                        : query.startsWith("publicAccessBlock")
                                ? "GetBucketPublicAccessBlock"
                                : "ListBucket";
        return new IamCall("s3:" + action, bucket);
    }

    private static IamCall scheduler(String method, URI uri, String body) {
        String action =
                Map.of("POST", "Create", "PUT", "Update", "DELETE", "Delete", "GET", "Get")
                        .get(method);
        String group = body.isEmpty() ? "default" : json(body).path("GroupName").asText("default");
        return new IamCall(
                "scheduler:" + action + "Schedule",
                arn(
                        "scheduler",
                        "schedule/" + group + uri.getPath().substring("/schedules".length())));
    }

    private static String capitalized(String method) {
        return method.substring(0, 1) + method.substring(1).toLowerCase(Locale.ROOT);
    }

    private static String arn(String service, String resource) {
        return "arn:aws:%s:%s:%s:%s"
                .formatted(service, TemplateReader.REGION, TemplateReader.ACCOUNT, resource);
    }

    private static JsonNode json(String body) {
        try {
            return JSON.readTree(body);
        } catch (JsonProcessingException e) {
            throw new AssertionError(body, e);
        }
    }
}
