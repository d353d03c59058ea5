package io.eventfork.localcloud.eventbridge;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.eventfork.localcloud.EmulatedService;
import io.eventfork.localcloud.ServiceRequest;
import io.eventfork.localcloud.ServiceResponse;
import io.eventfork.localcloud.json.JsonAnswers;
import io.eventfork.localcloud.json.JsonException;
import io.eventfork.localcloud.json.Members;
import io.eventfork.localcloud.query.QueryProtocol;
import io.eventfork.localcloud.queues.DeadLetters;
import io.eventfork.localcloud.queues.QueueDelivery;
import io.eventfork.localcloud.queues.RetryingCourier;
import io.eventfork.localcloud.time.Timer;
import java.time.Clock;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Amazon EventBridge (API version 2015-10-07) of the local cloud: buses and rules that deliver to
 * SQS queues and to other buses.
 *
 * <p>Offers CreateEventBus, DescribeEventBus, ListEventBuses, DeleteEventBus, PutEvents, PutRule,
 * DescribeRule, ListRules, ListRuleNamesByTarget, EnableRule, DisableRule, DeleteRule, PutTargets,
 * ListTargetsByRule, RemoveTargets, TestEventPattern, TagResource, UntagResource and
 * ListTagsForResource. Anything else is answered {@code UnknownOperationException}. Everything is
 * kept in memory.
 *
 * <p>PutEvents answers after every matching queue has had one attempt. The trace header of an
 * entry, else the header {@code X-Amzn-Trace-Id} of the request, becomes the system attribute
 * {@code AWSTraceHeader} of the queue's message.
 *
 * <p>Thread-safe.
 */
public final class EventBridgeService implements EmulatedService {

    private static final Logger LOG = LoggerFactory.getLogger(EventBridgeService.class);
    private static final String TARGET = "AWSEvents.";

    private final Map<String, EventsCall.Action> actions = new HashMap<>();
    private final EventsState state;
    private final EntryReader reader;
    private final EventRouter router;

    /**
     * @param delivery how events get into queues
     * @param clock the time that events carry, and by which they grow old
     * @param timer runs retries, by the same time
     */
    public EventBridgeService(QueueDelivery delivery, Clock clock, Timer timer) {
        state = new EventsState(clock);
        reader = new EntryReader(clock);
        RetryingCourier courier = new RetryingCourier(delivery, timer, clock);
        router = new EventRouter(state, courier, new DeadLetters(courier, clock));
        TagActions tags = new TagActions(state);
        actions.putAll(tags.actions());
        actions.putAll(new BusActions(state, tags).actions());
        actions.putAll(new RuleActions(state, tags).actions());
        actions.putAll(new TargetActions(state).actions());
        actions.putAll(new PatternActions().actions());
        actions.putAll(new PutEventsAction(state, reader, router).actions());
    }

    @Override
    public String signingName() {
        return "events";
    }

    @Override
    public ServiceResponse handle(ServiceRequest request) {
        String target = request.headers().getOrDefault("x-amz-target", "");
        try {
            EventsCall.Action action =
                    target.startsWith(TARGET)
                            ? actions.get(target.substring(TARGET.length()))
                            : null;
            if (action == null) {
                throw new JsonException(
                        400,
                        "UnknownOperationException",
                        "The local cloud does not offer the EventBridge operation '"
                                + target
                                + "'.");
            }
            EventsCall call =
                    new EventsCall(
                            Members.of(request.body()),
                            QueryProtocol.region(request),
                            Optional.ofNullable(request.headers().get("x-amzn-trace-id")));
            ObjectNode result = JsonNodeFactory.instance.objectNode();
            action.run(call, result);
            return JsonAnswers.JSON_1_1.success(result);
        } catch (JsonException e) {
            return JsonAnswers.JSON_1_1.failure(e);
        } catch (RuntimeException e) {
            LOG.error("An EventBridge request failed inside the local cloud.", e);
            return JsonAnswers.JSON_1_1.failure(
                    new JsonException(
                            500, "InternalException", "The local cloud failed; its log says why."));
        }
    }

    /**
     * Puts one event from inside the cloud.
     *
     * @param detail a JSON object
     * @param resources the ARNs of what the event is about
     * @return false if there is no bus of that ARN
     */
    public boolean put(
            String busArn,
            String source,
            String detailType,
            JsonNode detail,
            List<String> resources) {
        Optional<EventBus> bus = state.find(busArn);
        bus.ifPresent(
                found ->
                        router.route(
                                List.of(
                                        new EventRouter.Put(
                                                found,
                                                reader.event(
                                                        busArn.split(":", 6)[3],
                                                        source,
                                                        detailType,
                                                        detail,
                                                        resources,
                                                        Optional.empty(),
                                                        Optional.empty())))));
        return bus.isPresent();
    }
}
