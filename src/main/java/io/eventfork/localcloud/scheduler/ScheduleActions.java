package io.eventfork.localcloud.scheduler;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.eventfork.localcloud.json.JsonException;
import io.eventfork.localcloud.json.JsonPage;
import java.util.Optional;

/** CreateSchedule, GetSchedule, UpdateSchedule, DeleteSchedule, ListSchedules. Thread-safe. */
final class ScheduleActions {

    private static final int LARGEST_PAGE = 100;

    private final ScheduleStore store;
    private final ScheduleReader reader;
    private final ScheduleRunner runner;

    ScheduleActions(ScheduleStore store, ScheduleReader reader, ScheduleRunner runner) {
        this.store = store;
        this.reader = reader;
        this.runner = runner;
    }

    ObjectNode create(SchedulerCall call, String name) {
        Schedule schedule = reader.read(call, name);
        store.create(schedule).ifPresent(runner::plan);
        return arn(schedule);
    }

    ObjectNode update(SchedulerCall call, String name) {
        Schedule schedule = reader.read(call, name);
        store.update(schedule).ifPresent(runner::plan);
        return arn(schedule);
    }

    ObjectNode get(SchedulerCall call, String name) {
        SchedulerCall.group(call.parameter("groupName"));
        return ScheduleJson.whole(store.get(arn(call, name), name));
    }

    ObjectNode delete(SchedulerCall call, String name) {
        SchedulerCall.group(call.parameter("groupName"));
        store.delete(arn(call, name), name);
        return JsonNodeFactory.instance.objectNode();
    }

    ObjectNode list(SchedulerCall call) {
        SchedulerCall.group(call.parameter("ScheduleGroup"));
        Optional<String> prefix = call.parameter("NamePrefix").map(SchedulerCall::name);
        Optional<String> state = call.parameter("State");
        state.filter(value -> !value.equals("ENABLED") && !value.equals("DISABLED"))
                .ifPresent(
                        value -> {
                            throw JsonException.validation("Invalid State " + value + ".");
                        });
        JsonPage<Schedule> page =
                JsonPage.of(
                        store.all(),
                        ScheduleReader.prefix(call.region()) + prefix.orElse(""),
                        pageSize(call),
                        call.parameter("NextToken"),
                        schedule ->
                                state.isEmpty()
                                        || schedule.enabled()
                                                == state.get().equals(ScheduleReader.ENABLED));
        ObjectNode result = JsonNodeFactory.instance.objectNode();
        ArrayNode schedules = result.putArray("Schedules");
        page.entries().forEach(schedule -> schedules.add(ScheduleJson.summary(schedule)));
        page.nextToken().ifPresent(token -> result.put("NextToken", token));
        return result;
    }

    private static int pageSize(SchedulerCall call) {
        String size = call.parameter("MaxResults").orElse(Integer.toString(LARGEST_PAGE));
        if (!size.matches("[1-9]\\d?|100")) {
            throw JsonException.validation("MaxResults must be 1 to 100, not " + size + ".");
        }
        return Integer.parseInt(size);
    }

    private static String arn(SchedulerCall call, String name) {
        return ScheduleReader.arn(call.region(), SchedulerCall.name(name));
    }

    private static ObjectNode arn(Schedule schedule) {
        return JsonNodeFactory.instance.objectNode().put("ScheduleArn", schedule.arn());
    }
}
