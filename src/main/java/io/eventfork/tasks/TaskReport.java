package io.eventfork.tasks;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * What a task that ended well says of its messages: the last line of its output, if that is {@code
 * {"batchItemFailures":[{"itemIdentifier":"<messageId>"}]}}, as of a Lambda function or a target of
 * EventBridge Pipes. Without such a line all are done. Stateless.
 */
public final class TaskReport {

    /**
     * The exit code of a task that can do nothing now and asks for another time, because what it
     * needs is away: EX_TEMPFAIL of sysexits.h.
     */
    public static final int TRY_LATER = 75;

    private static final JsonMapper JSON = new JsonMapper();
    private static final String FAILURES = "batchItemFailures";

    private TaskReport() {}

    /**
     * The report of a task that ended well, but for some messages; in the form of the original, if
     * there are none.
     */
    public static String of(List<String> failed) {
        ObjectNode report = JSON.createObjectNode();
        report.put("IsSuccess", failed.isEmpty());
        report.put("Message", failed.isEmpty() ? "OK" : "Failure processing message");
        if (!failed.isEmpty()) {
            ArrayNode failures = report.putArray(FAILURES);
            failed.forEach(id -> failures.addObject().put("itemIdentifier", id));
        }
        return report.toString();
    }

    /**
     * The ids of the messages that failed.
     *
     * @param ids those of the task's messages
     * @throws TaskFailedException if there is a report and it cannot be right: then, as with AWS,
     *     all have failed
     */
    static Set<String> failures(String lastLine, Set<String> ids) {
        if (!lastLine.startsWith("{") || !lastLine.contains(FAILURES)) {
            return Set.of();
        }
        Set<String> failed = new LinkedHashSet<>();
        for (JsonNode failure : read(lastLine)) {
            JsonNode id = failure.path("itemIdentifier");
            if (!id.isTextual() || !ids.contains(id.asText())) {
                throw new TaskFailedException(
                        "The task reported the failure of a message that it did not get");
            }
            failed.add(id.asText());
        }
        return failed;
    }

    private static JsonNode read(String line) {
        try {
            JsonNode failures = JSON.readTree(line).path(FAILURES);
            if (failures.isArray() || failures.isNull()) {
                return failures;
            }
        } catch (JsonProcessingException e) {
            throw unreadable();
        }
        throw unreadable();
    }

    private static TaskFailedException unreadable() {
        return new TaskFailedException("The task's report of failures cannot be read");
    }
}
