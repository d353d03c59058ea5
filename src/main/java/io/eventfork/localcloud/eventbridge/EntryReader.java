package io.eventfork.localcloud.eventbridge;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.eventfork.localcloud.LocalCloud;
import io.eventfork.localcloud.json.Members;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** Makes events of the entries of PutEvents. Stateless but for the clock. */
final class EntryReader {

    /** The size of {@code Time}, whatever it is. */
    private static final int BYTES_OF_TIME = 14;

    private static final int MOST_RESOURCES = 1000;
    private static final int LONGEST_SOURCE = 256;
    private static final int LONGEST_DETAIL_TYPE = 128;

    /** Why an entry is no event. */
    record Problem(String code, String message) {

        static Problem invalid(String parameter, String reason) {
            return new Problem(
                    "InvalidArgument",
                    "Parameter " + parameter + " is not valid. Reason: " + reason);
        }
    }

    private final Clock clock;

    EntryReader(Clock clock) {
        this.clock = clock;
    }

    /**
     * The size of an entry as EventBridge counts it: 14 bytes for a time, and the UTF-8 of source,
     * detail type, detail and resources.
     */
    static int size(Members entry) {
        int size = entry.has("Time") ? BYTES_OF_TIME : 0;
        for (String member : List.of("Source", "DetailType", "Detail")) {
            size += entry.text(member).map(EntryReader::utf8).orElse(0);
        }
        for (String resource : resources(entry)) {
            size += utf8(resource);
        }
        return size;
    }

    /** What is wrong with an entry. */
    Optional<Problem> problem(Members entry) {
        for (String member : List.of("Source", "DetailType", "Detail")) {
            if (entry.text(member).orElse("").isEmpty()) {
                return Optional.of(Problem.invalid(member, member + " is a required argument."));
            }
        }
        String source = text(entry, "Source");
        if (source.startsWith("aws.")) {
            return Optional.of(
                    new Problem(
                            "NotAuthorizedForSourceException", "Not authorized for the source."));
        }
        if (source.length() > LONGEST_SOURCE) {
            return Optional.of(Problem.invalid("Source", "Source has more than 256 characters."));
        }
        if (text(entry, "DetailType").length() > LONGEST_DETAIL_TYPE) {
            return Optional.of(
                    Problem.invalid("DetailType", "DetailType has more than 128 characters."));
        }
        if (detail(text(entry, "Detail")).isEmpty()) {
            return Optional.of(new Problem("MalformedDetail", "Detail is malformed."));
        }
        return Optional.empty();
    }

    /** The detail of an event, which must be a JSON object. */
    static Optional<JsonNode> detail(String text) {
        return JsonTexts.parse(text).filter(JsonNode::isObject);
    }

    /** The event of an entry without a problem. */
    Event event(Members entry, String region, Optional<String> traceHeader) {
        return event(
                region,
                text(entry, "Source"),
                text(entry, "DetailType"),
                detail(text(entry, "Detail")).orElseThrow(),
                resources(entry),
                entry.instant("Time"),
                entry.text("TraceHeader").or(() -> traceHeader));
    }

    /**
     * An event that is just accepted.
     *
     * @param time when it happened; now if it does not say
     */
    Event event(
            String region,
            String source,
            String detailType,
            JsonNode detail,
            List<String> resources,
            Optional<Instant> time,
            Optional<String> traceHeader) {
        String id = UUID.randomUUID().toString();
        Instant now = clock.instant();
        ObjectNode envelope = JsonNodeFactory.instance.objectNode();
        envelope.put("version", "0");
        envelope.put("id", id);
        envelope.put("detail-type", detailType);
        envelope.put("source", source);
        envelope.put("account", LocalCloud.ACCOUNT);
        envelope.put("time", time.orElse(now).truncatedTo(ChronoUnit.SECONDS).toString());
        envelope.put("region", region);
        ArrayNode list = envelope.putArray("resources");
        resources.forEach(list::add);
        envelope.set("detail", detail);
        return new Event(id, envelope, envelope.toString(), now, traceHeader, false);
    }

    private static List<String> resources(Members entry) {
        return entry.has("Resources") ? entry.texts("Resources", 0, MOST_RESOURCES) : List.of();
    }

    private static String text(Members entry, String member) {
        return entry.text(member).orElse("");
    }

    private static int utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8).length;
    }
}
