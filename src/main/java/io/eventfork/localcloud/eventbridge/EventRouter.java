package io.eventfork.localcloud.eventbridge;

import io.eventfork.event.AttributeValue;
import io.eventfork.localcloud.queues.DeadLetters;
import io.eventfork.localcloud.queues.Parcel;
import io.eventfork.localcloud.queues.QueueMessage;
import io.eventfork.localcloud.queues.RetryingCourier;
import io.eventfork.localcloud.queues.Undelivered;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Gives events to the targets of the rules that want them, and returns when each queue has had its
 * first attempt. Thread-safe.
 */
final class EventRouter {

    private static final Logger LOG = LoggerFactory.getLogger(EventRouter.class);

    /** An event that a bus has accepted. */
    record Put(EventBus bus, Event event) {}

    private final EventsState state;
    private final RetryingCourier courier;
    private final DeadLetters deadLetters;

    EventRouter(EventsState state, RetryingCourier courier, DeadLetters deadLetters) {
        this.state = state;
        this.courier = courier;
        this.deadLetters = deadLetters;
    }

    boolean isOverloaded() {
        return courier.isOverloaded();
    }

    void route(List<Put> puts) {
        List<Parcel> parcels = new ArrayList<>();
        puts.forEach(put -> collect(put.bus(), put.event(), parcels));
        courier.ship(parcels);
    }

    private void collect(EventBus bus, Event event, List<Parcel> parcels) {
        for (Rule rule : bus.rules().values()) {
            if (rule.wants(event)) {
                for (Target target : rule.targets().values()) {
                    if (Arns.isBus(target.arn())) {
                        forward(event, rule, target, parcels);
                    } else {
                        parcel(event, rule, target).ifPresent(parcels::add);
                    }
                }
            }
        }
    }

    private void forward(Event event, Rule rule, Target target, List<Parcel> parcels) {
        Optional<EventBus> next = state.find(target.arn());
        if (next.isEmpty()) {
            giveUp(
                    event,
                    rule,
                    target,
                    Undelivered.atOnce("NO_RESOURCE", "The event bus does not exist."));
        } else if (event.forwarded()) {
            LOG.info(
                    "Event {} of rule {} is not forwarded to a third event bus.",
                    event.id(),
                    rule.arn());
        } else {
            collect(next.get(), event.forward(), parcels);
        }
    }

    private Optional<Parcel> parcel(Event event, Rule rule, Target target) {
        Optional<String> input = target.input().of(event, rule);
        if (input.isEmpty()) {
            giveUp(
                    event,
                    rule,
                    target,
                    Undelivered.atOnce("INVALID_JSON", "The input path finds nothing."));
            return Optional.empty();
        }
        return Optional.of(
                new Parcel(
                        label(event, rule),
                        target.arn(),
                        new QueueMessage(
                                input.get(),
                                Map.of(),
                                event.traceHeader(),
                                target.messageGroupId()),
                        target.retryPolicy(),
                        event.ingested(),
                        reason -> giveUp(event, rule, target, reason)));
    }

    /** The dead letter is the original event, whatever the target would have got. */
    private void giveUp(Event event, Rule rule, Target target, Undelivered reason) {
        Map<String, AttributeValue> attributes =
                Map.of(
                        "RULE_ARN", AttributeValue.string(rule.arn()),
                        "TARGET_ARN", AttributeValue.string(target.arn()));
        deadLetters.send(
                label(event, rule),
                target.deadLetterQueueArn(),
                new QueueMessage(event.json(), attributes, event.traceHeader()),
                reason);
    }

    private static String label(Event event, Rule rule) {
        return "Event " + event.id() + " of rule " + rule.name();
    }
}
