package io.eventfork.localcloud.sns;

import io.eventfork.localcloud.query.QueryException;
import io.eventfork.localcloud.query.QueryParameters;
import io.eventfork.localcloud.query.XmlWriter;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/** Publish and PublishBatch. Thread-safe. */
final class PublishActions {

    private static final int MAX_ENTRIES = 10;
    private static final Pattern ENTRY_ID = Pattern.compile("[A-Za-z0-9_-]{1,80}");

    private final SnsState state;
    private final MessageReader reader;
    private final Fanout fanout;

    PublishActions(SnsState state, MessageReader reader, Fanout fanout) {
        this.state = state;
        this.reader = reader;
        this.fanout = fanout;
    }

    Map<String, SnsCall.Action> actions() {
        return Map.of("Publish", this::publish, "PublishBatch", this::publishBatch);
    }

    private void publish(SnsCall call, XmlWriter result) {
        if (call.parameters().find("PhoneNumber").isPresent()) {
            throw SnsErrors.invalidParameter(
                    "PhoneNumber Reason: The local cloud publishes to topics only");
        }
        Topic topic = state.topic(call.parameters().find("TopicArn").orElse(call.get("TargetArn")));
        Message message = reader.read(call.parameters(), call.traceHeader());
        if (message.size() > MessageReader.MAX_BYTES) {
            throw SnsErrors.invalidParameter("Message too long");
        }
        fanout.publish(topic, List.of(message));
        result.text("MessageId", message.id());
    }

    private void publishBatch(SnsCall call, XmlWriter result) {
        List<QueryParameters> entries =
                call.parameters().members("PublishBatchRequestEntries.member");
        Topic topic = state.topic(call.topicArn());
        checkEntries(entries);
        Map<String, Message> messages = new LinkedHashMap<>();
        Map<String, QueryException> failures = new LinkedHashMap<>();
        for (QueryParameters entry : entries) {
            try {
                messages.put(entry.get("Id"), reader.read(entry, call.traceHeader()));
            } catch (QueryException e) {
                failures.put(entry.get("Id"), e);
            }
        }
        if (messages.values().stream().mapToLong(Message::size).sum() > MessageReader.MAX_BYTES) {
            throw SnsErrors.badBatch(
                    "BatchRequestTooLong",
                    "The length of all the messages put together is more than the limit.");
        }
        fanout.publish(topic, new ArrayList<>(messages.values()));
        write(messages, failures, result);
    }

    private static void checkEntries(List<QueryParameters> entries) {
        if (entries.isEmpty()) {
            throw SnsErrors.badBatch(
                    "EmptyBatchRequest", "The batch request doesn't contain any entries.");
        }
        if (entries.size() > MAX_ENTRIES) {
            throw SnsErrors.badBatch(
                    "TooManyEntriesInBatchRequest",
                    "The batch request contains more entries than permissible.");
        }
        Set<String> ids = new HashSet<>();
        for (QueryParameters entry : entries) {
            String id = entry.get("Id");
            if (!ENTRY_ID.matcher(id).matches()) {
                throw SnsErrors.badBatch(
                        "InvalidBatchEntryId",
                        "The Id of a batch entry in a batch request doesn't abide by the specification.");
            }
            if (!ids.add(id)) {
                throw SnsErrors.badBatch(
                        "BatchEntryIdsNotDistinct",
                        "Two or more batch entries in the request have the same Id.");
            }
        }
    }

    private static void write(
            Map<String, Message> messages, Map<String, QueryException> failures, XmlWriter result) {
        result.open("Successful");
        messages.forEach(
                (id, message) ->
                        result.open("member")
                                .text("Id", id)
                                .text("MessageId", message.id())
                                .close());
        result.close().open("Failed");
        failures.forEach(
                (id, failure) ->
                        result.open("member")
                                .text("Id", id)
                                .text("Code", failure.code())
                                .text("Message", failure.getMessage())
                                .text("SenderFault", Boolean.toString(failure.senderFault()))
                                .close());
        result.close();
    }
}
