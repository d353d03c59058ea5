package io.eventfork.bus;

import io.eventfork.event.PermanentFailureException;
import io.eventfork.event.SinkAwayException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import software.amazon.awssdk.services.eventbridge.model.PutEventsRequest;
import software.amazon.awssdk.services.eventbridge.model.PutEventsRequestEntry;
import software.amazon.awssdk.services.eventbridge.model.PutEventsResponse;

/**
 * Makes the requests that put events on a bus, and reads what the answers say of each event, since
 * {@code PutEvents} answers 200 also when it took none. Stateless.
 *
 * <p>Limits, sizes and error codes as the API reference of EventBridge has them: at most 10 entries
 * a request; an entry counts 14 bytes if it has a time, and the UTF-8 bytes of its source, detail
 * type, detail and resources. Requests are kept to 256 KiB, which every region takes; a larger
 * event goes alone, and the bus says whether it takes that.
 */
public final class BusEvents {

    /** The most entries of one request. */
    public static final int MAX_ENTRIES = 10;

    /** The most bytes of one request with several entries. */
    public static final int MAX_BYTES = 256 << 10;

    private static final int TIME_BYTES = 14;

    /**
     * An event.
     *
     * @param detail a JSON object as text
     * @param traceHeader the trace that the event belongs to, as X-Ray writes it; may be empty
     */
    public PutEventsRequestEntry entry(
            String source,
            String detailType,
            String detail,
            Instant time,
            Optional<String> traceHeader) {
        return PutEventsRequestEntry.builder()
                .source(source)
                .detailType(detailType)
                .detail(detail)
                .time(time)
                .traceHeader(traceHeader.orElse(null))
                .build();
    }

    /**
     * The request that puts one event on a bus.
     *
     * @param bus name or ARN of the bus
     */
    public PutEventsRequest request(String bus, PutEventsRequestEntry entry) {
        return request(bus, List.of(entry));
    }

    /** The request that puts these events, ten at most, on a bus. */
    public PutEventsRequest request(String bus, List<PutEventsRequestEntry> entries) {
        return PutEventsRequest.builder()
                .entries(
                        entries.stream()
                                .map(entry -> entry.toBuilder().eventBusName(bus).build())
                                .toList())
                .build();
    }

    /**
     * Where to cut a sequence of events into requests.
     *
     * @param bytes the size of each event
     * @return how many events each request gets
     */
    public static List<Integer> cut(List<Integer> bytes) {
        List<Integer> counts = new ArrayList<>();
        int count = 0;
        int size = 0;
        for (int next : bytes) {
            if (count == MAX_ENTRIES || count > 0 && size + next > MAX_BYTES) {
                counts.add(count);
                count = 0;
                size = 0;
            }
            count++;
            size += next;
        }
        if (count > 0) {
            counts.add(count);
        }
        return counts;
    }

    /** What an event takes of a request, in bytes. */
    public static int bytes(PutEventsRequestEntry entry) {
        int bytes = entry.time() == null ? 0 : TIME_BYTES;
        bytes += bytes(entry.source()) + bytes(entry.detailType()) + bytes(entry.detail());
        for (String resource : entry.resources()) {
            bytes += bytes(resource);
        }
        return bytes;
    }

    private static int bytes(String text) {
        return text == null ? 0 : text.getBytes(StandardCharsets.UTF_8).length;
    }

    /**
     * What became of each event of a request, in its order. An event of which the answer says
     * nothing may have been taken: it has to be sent again.
     *
     * @param count how many events the request had
     */
    public static List<EntryResult> results(PutEventsResponse answer, int count) {
        List<EntryResult> results = new ArrayList<>(count);
        for (int place = 0; place < count; place++) {
            results.add(
                    place < answer.entries().size()
                            ? EntryResult.of(answer.entries().get(place))
                            : EntryResult.UNKNOWN);
        }
        return results;
    }

    /**
     * Makes sure that the bus took every event of a request.
     *
     * @throws SinkAwayException if it did not take one that it may take later
     * @throws PermanentFailureException if it will never take one
     */
    public void confirm(PutEventsResponse answer) {
        List<EntryResult> results = results(answer, Math.max(1, answer.entries().size()));
        for (EntryResult result : results) {
            if (result.isRetryable()) {
                throw new SinkAwayException(
                        "The bus did not take the event (%s)."
                                .formatted(result.errorCode().orElseThrow()));
            }
        }
        for (EntryResult result : results) {
            if (!result.isTaken()) {
                throw new PermanentFailureException(
                        "The bus refuses the event (%s)."
                                .formatted(result.errorCode().orElseThrow()));
            }
        }
    }
}
