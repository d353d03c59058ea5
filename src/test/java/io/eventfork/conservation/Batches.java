package io.eventfork.conservation;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;

/**
 * Batch calls of which only a part is done, answered as their services answer that: the JSON
 * batches of SQS, SNS PublishBatch, and _bulk of OpenSearch. Stateless.
 */
final class Batches {

    private static final String ENTRIES = "PublishBatchRequestEntries.member.";

    private Batches() {}

    /** Whether a call consists of entries that can fail one by one. */
    static boolean isBatch(Call call) {
        return call.service() == Service.SQS && call.action().endsWith("Batch")
                || call.is("PublishBatch")
                || call.service() == Service.OPENSEARCH && call.is("POST _bulk");
    }

    /**
     * Forwards some entries of a batch, and answers that the others failed.
     *
     * @param fails drawn for each entry
     * @param handedOut run once the caller has been sent an answer in which an entry failed
     */
    static Fate partial(BooleanSupplier fails, Runnable handedOut) {
        return passage -> {
            AtomicBoolean isPartial = new AtomicBoolean();
            BooleanSupplier noted =
                    () -> {
                        boolean failed = fails.getAsBoolean();
                        if (failed) {
                            isPartial.set(true);
                        }
                        return failed;
                    };
            Answer answer =
                    switch (passage.call().service()) {
                        case SQS -> sqs(passage, noted);
                        case SNS -> sns(passage, noted);
                        case OPENSEARCH -> bulk(passage, noted);
                        default -> passage.forward(passage.call());
                    };
            if (isPartial.get() && answer.isSuccess()) {
                passage.whenHandedOut(handedOut);
            }
            return answer;
        };
    }

    /** The answer of SQS to a batch all of whose entries have been done. */
    static Answer pretended(Call call) {
        ArrayNode done = Json.MAPPER.createArrayNode();
        Json.parse(call.text())
                .path("Entries")
                .forEach(entry -> done.addObject().set("Id", entry.get("Id")));
        ObjectNode answer = Json.MAPPER.createObjectNode();
        answer.set("Successful", done);
        answer.putArray("Failed");
        return Answer.of(200, "application/x-amz-json-1.0", answer.toString());
    }

    private static Answer sqs(Fate.Passage passage, BooleanSupplier fails)
            throws IOException, InterruptedException {
        ObjectNode request = (ObjectNode) Json.parse(passage.call().text());
        ArrayNode kept = Json.MAPPER.createArrayNode();
        ArrayNode failed = Json.MAPPER.createArrayNode();
        for (JsonNode entry : request.path("Entries")) {
            if (fails.getAsBoolean()) {
                failed.addObject()
                        .put("Code", "InternalError")
                        .put("SenderFault", false)
                        .put("Message", "A fault was injected.")
                        .set("Id", entry.get("Id"));
            } else {
                kept.add(entry);
            }
        }
        if (kept.isEmpty()) {
            ObjectNode answer = Json.MAPPER.createObjectNode();
            answer.putArray("Successful");
            answer.set("Failed", failed);
            return Answer.of(200, "application/x-amz-json-1.0", answer.toString());
        }
        request.set("Entries", kept);
        Answer answer = passage.forward(passage.call().with(bytes(request.toString())));
        if (!answer.isSuccess()) {
            return answer;
        }
        ObjectNode result = (ObjectNode) Json.parse(answer.text());
        failed.addAll(result.withArray("Failed"));
        result.set("Failed", failed);
        return answer.with(result.toString());
    }

    private static Answer sns(Fate.Passage passage, BooleanSupplier fails)
            throws IOException, InterruptedException {
        Map<String, String> kept = new LinkedHashMap<>();
        Map<String, Boolean> isFailed = new LinkedHashMap<>();
        Map<String, Integer> places = new LinkedHashMap<>();
        StringBuilder failed = new StringBuilder();
        for (Map.Entry<String, String> value : Form.parse(passage.call().body()).entrySet()) {
            if (!value.getKey().startsWith(ENTRIES)) {
                kept.put(value.getKey(), value.getValue());
                continue;
            }
            String rest = value.getKey().substring(ENTRIES.length());
            String place = rest.substring(0, rest.indexOf('.'));
            if (isFailed.computeIfAbsent(place, p -> fails.getAsBoolean())) {
                if (rest.equals(place + ".Id")) {
                    failed.append("<member><Id>").append(value.getValue());
                    failed.append("</Id><Code>InternalError</Code>");
                    failed.append("<Message>A fault was injected.</Message>");
                    failed.append("<SenderFault>false</SenderFault></member>");
                }
            } else {
                int member = places.computeIfAbsent(place, p -> places.size() + 1);
                kept.put(ENTRIES + member + rest.substring(place.length()), value.getValue());
            }
        }
        if (places.isEmpty()) {
            return Answer.of(
                    200,
                    "text/xml",
                    """
                    <PublishBatchResponse xmlns="http://sns.amazonaws.com/doc/2010-03-31/"><PublishBatchResult>\
                    <Successful/><Failed>%s</Failed></PublishBatchResult><ResponseMetadata><RequestId>fault</RequestId>\
                    </ResponseMetadata></PublishBatchResponse>"""
                            .formatted(failed));
        }
        Answer answer = passage.forward(passage.call().with(Form.write(kept)));
        return answer.isSuccess()
                ? answer.with(
                        answer.text()
                                .replaceFirst(
                                        "<Failed */>|<Failed></Failed>",
                                        "<Failed>" + failed + "</Failed>"))
                : answer;
    }

    private static Answer bulk(Fate.Passage passage, BooleanSupplier fails)
            throws IOException, InterruptedException {
        List<String> lines = passage.call().text().lines().toList();
        StringBuilder kept = new StringBuilder();
        List<ObjectNode> failed = new ArrayList<>();
        for (int i = 0; i + 1 < lines.size(); i += 2) {
            if (fails.getAsBoolean()) {
                failed.add(rejected(Json.parse(lines.get(i))));
            } else {
                failed.add(null);
                kept.append(lines.get(i)).append('\n').append(lines.get(i + 1)).append('\n');
            }
        }
        JsonNode done = Json.MAPPER.createArrayNode();
        if (!kept.isEmpty()) {
            Answer answer = passage.forward(passage.call().with(bytes(kept.toString())));
            if (!answer.isSuccess()) {
                return answer;
            }
            done = Json.parse(answer.text()).path("items");
        }
        ObjectNode result = Json.MAPPER.createObjectNode();
        result.put("took", 1).put("errors", true);
        ArrayNode items = result.putArray("items");
        int next = 0;
        for (ObjectNode item : failed) {
            items.add(item == null ? done.get(next++) : item);
        }
        return Answer.of(200, "application/json", result.toString());
    }

    private static ObjectNode rejected(JsonNode action) {
        Map.Entry<String, JsonNode> operation = action.properties().iterator().next();
        ObjectNode item = Json.MAPPER.createObjectNode();
        ObjectNode outcome = item.putObject(operation.getKey());
        outcome.setAll((ObjectNode) operation.getValue());
        outcome.put("status", 429)
                .putObject("error")
                .put("type", "rejected_execution_exception")
                .put("reason", "A fault was injected.");
        return item;
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
