package io.eventfork;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;
import java.util.function.Predicate;
import software.amazon.awssdk.services.eventbridge.EventBridgeClient;
import software.amazon.awssdk.services.eventbridge.model.PutEventsRequest;
import software.amazon.awssdk.services.eventbridge.model.PutEventsRequestEntry;
import software.amazon.awssdk.services.eventbridge.model.PutEventsResponse;
import software.amazon.awssdk.services.eventbridge.model.PutEventsResultEntry;

/** What {@code aws2-eventbridge} would have sent; it takes every event unless a test says no. */
public final class RecordingEventBridge implements EventBridgeClient {

    private final List<PutEventsRequest> requests = new CopyOnWriteArrayList<>();
    private volatile Function<PutEventsRequestEntry, String> refusal = entry -> null;
    private volatile Predicate<PutEventsRequest> fails = request -> false;
    private volatile RuntimeException failure;

    public List<PutEventsRequest> requests() {
        return List.copyOf(requests);
    }

    /** The events of all requests. */
    public List<PutEventsRequestEntry> events() {
        return requests.stream().flatMap(request -> request.entries().stream()).toList();
    }

    /** Answers the code that this function has for an event; null takes it. */
    public void refusing(Function<PutEventsRequestEntry, String> codeOf) {
        refusal = codeOf;
    }

    /** Fails every request; null ends that. */
    public void failing(RuntimeException exception) {
        failingIf(request -> exception != null, exception);
    }

    /** Fails certain requests. */
    public void failingIf(Predicate<PutEventsRequest> which, RuntimeException exception) {
        failure = exception;
        fails = which;
    }

    @Override
    public PutEventsResponse putEvents(PutEventsRequest request) {
        requests.add(request);
        if (fails.test(request)) {
            throw failure;
        }
        List<PutEventsResultEntry> results = request.entries().stream().map(this::result).toList();
        return PutEventsResponse.builder()
                .entries(results)
                .failedEntryCount(
                        (int) results.stream().filter(one -> one.errorCode() != null).count())
                .build();
    }

    private PutEventsResultEntry result(PutEventsRequestEntry entry) {
        String code = refusal.apply(entry);
        return code == null
                ? PutEventsResultEntry.builder().eventId("e").build()
                : PutEventsResultEntry.builder().errorCode(code).errorMessage("no").build();
    }

    @Override
    public String serviceName() {
        return SERVICE_NAME;
    }

    @Override
    public void close() {}
}
