package io.eventfork.outbox;

import io.eventfork.bus.BusEvents;
import io.eventfork.bus.EntryResult;
import io.eventfork.delivery.ServiceRefusals;
import io.micrometer.core.instrument.Counter;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.BatchWriteItemRequest;
import software.amazon.awssdk.services.dynamodb.model.DeleteRequest;
import software.amazon.awssdk.services.dynamodb.model.ScanRequest;
import software.amazon.awssdk.services.dynamodb.model.ScanResponse;
import software.amazon.awssdk.services.dynamodb.model.WriteRequest;
import software.amazon.awssdk.services.eventbridge.model.PutEventsRequest;
import software.amazon.awssdk.services.eventbridge.model.PutEventsResponse;

/**
 * Decides what a relay reads, sends and deletes; the route {@code pipelines/outbox.camel.yaml} does
 * it. A replica reads its table when it has itself written an entry, and otherwise only once per
 * {@link #setRecover recovery interval}. It relays its own entries at once and those of others when
 * they have that age, so that replicas send no entry twice unless one of them fails or is late.
 *
 * <p>What the bus does not take now stays and is tried again after a pause; what it refuses stays
 * too, without holding up the others. For one thread: the route's timer.
 */
public final class OutboxRelay {

    private final BusEvents events = new BusEvents();
    private final Set<String> alone = new HashSet<>();
    private String table;
    private String bus;
    private Clock clock;
    private Duration recover;
    private OutboxParts parts;
    private WrittenEntries written;
    private Counter delivered;
    private RefusedEntries refused;
    private RelayPause pause;

    private Instant nextLook = Instant.MIN;
    private OutboxPass pass;
    private Set<String> ownAtStart = Set.of();
    private List<OutboxEntry> sending = List.of();
    private List<OutboxEntry> sent = List.of();

    /** The physical name of the outbox table. */
    public void setTable(String physicalName) {
        table = physicalName;
    }

    /** Name or ARN of the bus. */
    public void setBus(String nameOrArn) {
        bus = nameOrArn;
    }

    public void setClock(Clock clock) {
        this.clock = clock;
    }

    /**
     * The age at which entries of other replicas are relayed, and how often they are looked for.
     */
    public void setRecover(Duration age) {
        recover = age;
    }

    /** What all relays share. */
    public void setParts(OutboxParts shared) {
        parts = shared;
    }

    /** Makes the relay ready, once it has its properties. */
    public void open() {
        written = parts.written();
        // Here, so that it is there at zero before the first entry.
        delivered = parts.sent(table);
        refused = new RefusedEntries(table, clock, parts.refused(table));
        pause = new RelayPause(table, clock);
    }

    /** Whether there is something to do now. */
    public boolean isDue() {
        return pause.isOver() && (!written.isEmpty(table) || !clock.instant().isBefore(nextLook));
    }

    /** Begins to read the table from its start. */
    public void begin() {
        ownAtStart = written.of(table);
        pass = new OutboxPass(table);
        sending = List.of();
        sent = List.of();
    }

    public boolean hasPage() {
        return pass.hasPage();
    }

    /** The next page of the table. */
    public ScanRequest page() {
        return pass.page();
    }

    /** Makes requests of the entries of a page that are to be sent now. */
    public void take(ScanResponse page) {
        pass.turn(page);
        List<OutboxEntry> together = new ArrayList<>();
        List<OutboxEntry> singles = new ArrayList<>();
        for (Map<String, AttributeValue> item : page.items()) {
            String id = item.get(OutboxEntry.ID).s();
            if (refused.isWaiting(id)) {
                continue;
            }
            try {
                OutboxEntry entry = OutboxEntry.of(item);
                if (isMine(entry)) {
                    (alone.contains(id) ? singles : together).add(entry);
                }
            } catch (IllegalArgumentException e) {
                refuse(id, e.getMessage());
            }
        }
        pass.add(together);
        singles.forEach(pass::addAlone);
    }

    private boolean isMine(OutboxEntry entry) {
        // The clocks of two replicas may differ: what is dated ahead is as good as old.
        return written.contains(table, entry.id())
                || Duration.between(entry.time(), clock.instant()).abs().compareTo(recover) >= 0;
    }

    public boolean hasBatch() {
        return pass.hasBatch();
    }

    /** The next request to the bus. */
    public PutEventsRequest batch() {
        sending = pass.batch();
        return events.request(bus, sending.stream().map(entry -> entry.event(events)).toList());
    }

    /**
     * Takes the bus's answer to the batch.
     *
     * @return what deletes those entries that the bus has taken
     */
    public BatchWriteItemRequest confirmed(PutEventsResponse answer) {
        List<EntryResult> results = BusEvents.results(answer, sending.size());
        List<OutboxEntry> taken = new ArrayList<>();
        for (int place = 0; place < sending.size(); place++) {
            OutboxEntry entry = sending.get(place);
            EntryResult result = results.get(place);
            if (result.isTaken()) {
                taken.add(entry);
            } else if (result.isRetryable()) {
                stop("the bus answers " + result.errorCode().orElseThrow());
            } else {
                refuse(entry.id(), result.errorCode().orElseThrow());
            }
        }
        sending = List.of();
        sent = taken;
        return BatchWriteItemRequest.builder()
                .requestItems(
                        taken.isEmpty()
                                ? Map.of()
                                : Map.of(table, taken.stream().map(OutboxRelay::deletion).toList()))
                .build();
    }

    private static WriteRequest deletion(OutboxEntry entry) {
        return WriteRequest.builder()
                .deleteRequest(DeleteRequest.builder().key(OutboxEntry.key(entry.id())).build())
                .build();
    }

    /** Leaves the rest for after a pause. */
    private void stop(String reason) {
        if (!pass.isStopped()) {
            pause.begin(reason);
        }
        pass.stop();
    }

    /** The entries that the bus has taken are deleted. */
    public void deleted() {
        List<String> ids = sent.stream().map(OutboxEntry::id).toList();
        delivered.increment(ids.size());
        ids.forEach(refused::remove);
        written.forget(table, ids);
        sent = List.of();
    }

    /** The table is read to its end, or as far as the bus went along. */
    public void end() {
        nextLook = clock.instant().plus(recover);
        if (pass.isStopped()) {
            return;
        }
        pause.end();
        refused.retain(pass.seen());
        alone.retainAll(pass.seen());
        Set<String> gone = new HashSet<>(ownAtStart);
        gone.removeAll(pass.seen());
        written.forget(table, gone);
    }

    /**
     * Something failed before the end. A batch that the bus refuses as a whole is sent again entry
     * by entry, since one of them may be to blame.
     */
    public void failed(Exception failure) {
        List<OutboxEntry> batch = sending;
        sending = List.of();
        if (batch.isEmpty()
                || !(failure instanceof AwsServiceException answer)
                || !ServiceRefusals.isPermanent(answer)) {
            stop(String.valueOf(failure.getMessage()));
        } else if (batch.size() == 1) {
            refuse(batch.get(0).id(), "the bus answers " + answer.statusCode());
        } else {
            batch.forEach(entry -> alone.add(entry.id()));
        }
    }

    private void refuse(String id, String reason) {
        refused.add(id, reason);
        written.forget(table, List.of(id));
    }
}
