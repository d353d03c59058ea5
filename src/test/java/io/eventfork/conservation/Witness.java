package io.eventfork.conservation;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Sees at the proxy what the cloud has confirmed to the applications: the events that the topic
 * took, and the copies of a replay that their destination took. Thread-safe.
 */
final class Witness {

    private static final Pattern ENTRY =
            Pattern.compile("PublishBatchRequestEntries\\.member\\.(\\d+)\\.(.+)");
    private static final Pattern CONFIRMED =
            Pattern.compile("<Id>([^<]+)</Id>\\s*<MessageId>", Pattern.DOTALL);

    private final Map<String, Integer> published = new ConcurrentHashMap<>();
    private final Map<String, String> bodies = new ConcurrentHashMap<>();
    private final Map<String, Set<String>> copied = new ConcurrentHashMap<>();
    private final Set<String> copiesByReplay = ConcurrentHashMap.newKeySet();
    private final AtomicInteger copies = new AtomicInteger();
    private final Map<String, String> eventIds = new ConcurrentHashMap<>();
    private final Set<String> unknown = ConcurrentHashMap.newKeySet();

    /** Told of every answer; {@link Answer#NONE} if the cloud gave none. */
    void saw(Call call, Answer answer) {
        if (call.service() == Service.SNS && call.is("PublishBatch")) {
            sawPublished(call, answer);
        } else if (call.service() == Service.SQS && call.is("SendMessageBatch")) {
            sawCopied(call, answer);
        }
    }

    /** How often the topic confirmed an event, by the order's reference. */
    Map<String, Integer> published() {
        return Map.copyOf(published);
    }

    /** The body that was published of an order. */
    String body(String reference) {
        return bodies.get(reference);
    }

    /** The messages of which a replay's destination confirmed a copy, by the order's reference. */
    Map<String, Set<String>> copied() {
        Map<String, Set<String>> found = new HashMap<>();
        copied.forEach((order, messages) -> found.put(order, Set.copyOf(messages)));
        return found;
    }

    /** How many copies the destinations of replays confirmed. */
    int copies() {
        return copies.get();
    }

    /** How many of them were of a message that the same replay had copied before. */
    int repeatedCopies() {
        return copies.get() - copiesByReplay.size();
    }

    /** The event id under which an order was last published, by the order's reference. */
    Map<String, String> eventIds() {
        return Map.copyOf(eventIds);
    }

    /** The orders of whose events the cloud left open what became. */
    Set<String> unknown() {
        return Set.copyOf(unknown);
    }

    private void sawPublished(Call call, Answer answer) {
        Map<String, Map<String, String>> entries = new TreeMap<>();
        Form.parse(call.body())
                .forEach(
                        (name, value) -> {
                            Matcher entry = ENTRY.matcher(name);
                            if (entry.matches()) {
                                entries.computeIfAbsent(entry.group(1), n -> new HashMap<>())
                                        .put(entry.group(2), value);
                            }
                        });
        Set<String> confirmed = new HashSet<>();
        Matcher ids = CONFIRMED.matcher(answer.text());
        while (answer.isSuccess() && ids.find()) {
            confirmed.add(ids.group(1));
        }
        for (Map<String, String> entry : entries.values()) {
            String body = entry.getOrDefault("Message", "");
            String reference = Effect.reference(body);
            eventIds.put(reference, eventId(entry));
            bodies.put(reference, body);
            if (confirmed.contains(entry.get("Id"))) {
                published.merge(reference, 1, Integer::sum);
            } else if (answer.status() == 0) {
                unknown.add(reference);
            }
        }
    }

    private static String eventId(Map<String, String> entry) {
        for (Map.Entry<String, String> value : entry.entrySet()) {
            if (value.getKey().endsWith(".Name") && value.getValue().equals("eventId")) {
                return entry.getOrDefault(
                        value.getKey().replace(".Name", ".Value.StringValue"), "");
            }
        }
        return "";
    }

    private void sawCopied(Call call, Answer answer) {
        Set<String> confirmed = new HashSet<>();
        if (answer.isSuccess()) {
            Json.parse(answer.text())
                    .path("Successful")
                    .forEach(entry -> confirmed.add(entry.path("Id").asText()));
        }
        for (JsonNode entry : Json.parse(call.text()).path("Entries")) {
            String text = entry.at("/MessageAttributes/eventfork/StringValue").asText("{}");
            JsonNode note = Json.parse(text);
            if (note.has("replay")) {
                String reference = Effect.reference(entry.path("MessageBody").asText());
                String message = note.at("/origin/id").asText();
                if (confirmed.contains(entry.path("Id").asText())) {
                    copied.computeIfAbsent(reference, r -> ConcurrentHashMap.newKeySet())
                            .add(message);
                    copiesByReplay.add(note.get("replay").asText() + " " + message);
                    copies.incrementAndGet();
                } else if (answer.status() == 0) {
                    unknown.add(reference);
                }
            }
        }
    }
}
