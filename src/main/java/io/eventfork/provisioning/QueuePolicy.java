package io.eventfork.provisioning;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/**
 * The access policy of a queue that topics and rules feed: SNS and EventBridge may send to it, on
 * behalf of these and no other.
 */
public final class QueuePolicy {

    /**
     * Who may send.
     *
     * @param service {@code sns} or {@code events}
     * @param arn the topic or rule
     */
    record Sender(String service, String arn) {}

    private final String queueArn;
    private final List<Sender> senders;

    QueuePolicy(String queueArn, List<Sender> senders) {
        this.queueArn = queueArn;
        this.senders = List.copyOf(senders);
    }

    /** The policy of a queue, or of a dead-letter queue; empty if nothing declared feeds it. */
    public static Optional<QueuePolicy> of(Queue queue, ResourceNames names) {
        List<Sender> senders = new ArrayList<>();
        for (Subscription subscription : names.declared().subscriptionsOf(queue.name())) {
            senders.add(new Sender("sns", names.topicArn(subscription.topic())));
        }
        for (Rule rule : names.declared().rulesOf(queue.name())) {
            senders.add(new Sender("events", names.ruleArn(rule.bus(), rule.name())));
        }
        return senders.isEmpty()
                ? Optional.empty()
                : Optional.of(new QueuePolicy(names.queueArn(queue.name()), senders));
    }

    /** The policy document, with one statement a sender. */
    public String document() {
        ObjectNode document = JsonNodeFactory.instance.objectNode();
        document.put("Version", "2012-10-17");
        ArrayNode statements = document.putArray("Statement");
        for (Sender sender : senders) {
            ObjectNode statement = statements.addObject();
            statement.put("Effect", "Allow");
            statement.putObject("Principal").put("Service", sender.service() + ".amazonaws.com");
            statement.put("Action", "sqs:SendMessage");
            statement.put("Resource", queueArn);
            statement
                    .putObject("Condition")
                    .putObject("ArnEquals")
                    .put("aws:SourceArn", sender.arn());
        }
        return document.toString();
    }

    /**
     * Whether a real policy allows the same. Its statement ids and version do not matter, nor do
     * statements that deny: an operator may restrict the queue further.
     */
    boolean allowsTheSame(String real) {
        return allowed(JsonDocuments.read(real)).equals(allowed(JsonDocuments.read(document())));
    }

    private static Set<String> allowed(JsonNode document) {
        JsonNode statements = document.path("Statement");
        return items(statements)
                .filter(statement -> "Allow".equals(statement.path("Effect").asText()))
                .map(statement -> canonical("", statement))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /** A text that is equal for equal statements: sorted, and a list of one is its only item. */
    private static String canonical(String name, JsonNode node) {
        if (node.isObject()) {
            Map<String, String> members = new TreeMap<>();
            node.properties()
                    .forEach(
                            member -> {
                                if (!member.getKey().equals("Sid")) {
                                    members.put(
                                            member.getKey(),
                                            canonical(member.getKey(), member.getValue()));
                                }
                            });
            return members.toString();
        }
        return items(node)
                .map(item -> item.isObject() ? canonical("", item) : item.asText())
                // SQS returns its actions in either case.
                .map(item -> name.equals("Action") ? item.replaceFirst("(?i)^sqs:", "sqs:") : item)
                .collect(Collectors.toCollection(TreeSet::new))
                .toString();
    }

    private static Stream<JsonNode> items(JsonNode node) {
        return node.isArray() ? StreamSupport.stream(node.spliterator(), false) : Stream.of(node);
    }
}
