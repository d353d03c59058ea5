package io.eventfork.replay;

import com.fasterxml.jackson.databind.JsonNode;
import io.eventfork.event.FilterPolicy;
import io.eventfork.event.InvalidFilterPolicyException;
import io.eventfork.replay.BackupPipelines.Pipeline;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** What of a backup a request asks for. Thread-safe. */
final class BackupRequest {

    /** The members that mean the backup. */
    static final List<String> MEMBERS =
            List.of("backup", "from", "to", "last", "filter", "filterScope");

    private static final String ATTRIBUTES = FilterPolicy.Scope.MESSAGE_ATTRIBUTES.wireName();

    private final BackupPipelines backups;
    private final Duration lookback;

    /**
     * @param lookback how much older than a window the oldest event of an object may be
     */
    BackupRequest(BackupPipelines backups, Duration lookback) {
        this.backups = backups;
        this.lookback = lookback;
    }

    /** Whether a request means the backup: it says so, or has a window or a filter. */
    static boolean isMeant(RequestMembers members) {
        String source = members.text("source", "must be queue or backup");
        if (source == null) {
            return MEMBERS.stream().anyMatch(members::has);
        }
        if (!List.of("queue", "backup").contains(source)) {
            members.fault("source", "must be queue or backup");
        }
        return source.equals("backup");
    }

    /** Refuses what a queue cannot give. */
    static void requireNone(RequestMembers members) {
        MEMBERS.stream()
                .filter(members::has)
                .forEach(
                        name ->
                                members.fault(
                                        name,
                                        "is for a replay from the backup; a queue can only be drained"));
    }

    /**
     * The selection; empty if something is at fault.
     *
     * @param queue the bare name of the replay queue
     */
    Optional<BackupSelection> read(
            JsonNode request, RequestMembers members, String queue, Instant now) {
        Optional<Pipeline> backup = pipeline(members, queue);
        AskedWindow asked = window(members);
        Instant begin = asked.begin(now);
        Instant end = asked.end(now);
        if (begin != null && !begin.isBefore(end)) {
            members.fault(asked.from() == null ? "last" : "from", "must be before the end, " + end);
        }
        String scope = scope(members);
        String filter = filter(request, members, scope);
        return backup.isEmpty() || !members.faults().isEmpty()
                ? Optional.empty()
                : Optional.of(
                        new BackupSelection(
                                backup.get().name(),
                                backup.get().bucket(),
                                backup.get().prefix(),
                                asked,
                                begin,
                                end,
                                lookback,
                                filter,
                                filter == null ? null : scope));
    }

    private static AskedWindow window(RequestMembers members) {
        AskedWindow asked =
                new AskedWindow(
                        members.instant("from"), members.instant("to"), members.span("last"));
        if (asked.last() != null && (asked.from() != null || asked.to() != null)) {
            members.fault("last", "is instead of from and to");
        }
        return asked;
    }

    private Optional<Pipeline> pipeline(RequestMembers members, String queue) {
        String name = members.text("backup", "must be the name of a backup pipeline");
        if (name != null) {
            Optional<Pipeline> found = backups.find(name);
            if (found.isEmpty()) {
                members.fault("backup", "is no backup pipeline; " + names(backups.all()));
            }
            return found;
        }
        List<Pipeline> found = backups.ofTheSameTopicAs(queue);
        if (found.size() != 1) {
            members.fault(
                    "backup",
                    "must name the backup pipeline, as "
                            + (found.isEmpty() ? "none" : "more than one")
                            + " backs up the topic of the queue "
                            + queue
                            + "; "
                            + names(backups.all()));
        }
        return found.size() == 1 ? Optional.of(found.get(0)) : Optional.empty();
    }

    private static String names(List<Pipeline> some) {
        return some.isEmpty()
                ? "there is none at all"
                : "there is "
                        + some.stream()
                                .map(Pipeline::name)
                                .sorted()
                                .collect(Collectors.joining(", "));
    }

    private static String scope(RequestMembers members) {
        String scope = members.text("filterScope", "must be MessageAttributes or MessageBody");
        if (scope == null) {
            return ATTRIBUTES;
        }
        try {
            return FilterPolicy.Scope.parse(scope).wireName();
        } catch (InvalidFilterPolicyException e) {
            members.fault("filterScope", "must be MessageAttributes or MessageBody");
            return ATTRIBUTES;
        }
    }

    private static String filter(JsonNode request, RequestMembers members, String scope) {
        JsonNode filter = request.path("filter");
        if (filter.isMissingNode()) {
            return null;
        }
        if (!filter.isObject()) {
            members.fault("filter", "must be a filter policy, a JSON object");
            return null;
        }
        try {
            return FilterPolicy.parse(filter.toString(), FilterPolicy.Scope.parse(scope)).json();
        } catch (InvalidFilterPolicyException e) {
            members.fault("filter", "is no filter policy: " + e.getMessage());
            return null;
        }
    }
}
