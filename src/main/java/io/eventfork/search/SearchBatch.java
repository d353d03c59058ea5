package io.eventfork.search;

import io.eventfork.pipeline.FillingBatch;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/**
 * The documents of one batch with the outcome of each. It is the body of the batch's exchange, and
 * the same object in every try of it, so that only what is still pending is sent again.
 *
 * <p>A try is one round: every pending document is sent once, in one or more requests. Not
 * thread-safe; the aggregator and the tries use it one after the other.
 */
final class SearchBatch implements FillingBatch {

    /** What a pending document is told that no answer ever spoke of. */
    static final String NO_ANSWER = "NoAnswer";

    private final Instant openedAt;
    private final List<SearchDocument> documents = new ArrayList<>();
    private final Deque<List<SearchDocument>> requests = new ArrayDeque<>();
    private final Set<FailedObject> stored = EnumSet.noneOf(FailedObject.class);
    private Instant oldestEvent;
    private long bytes;
    private Instant firstAttemptAt;

    /**
     * @param openedAt when its first member joined
     */
    SearchBatch(Instant openedAt) {
        this.openedAt = openedAt;
    }

    void add(SearchDocument document, Instant occurredAt) {
        documents.add(document);
        bytes += document.source().length;
        if (oldestEvent == null || occurredAt.isBefore(oldestEvent)) {
            oldestEvent = occurredAt;
        }
    }

    @Override
    public Instant openedAt() {
        return openedAt;
    }

    /** When the oldest event of the batch happened. */
    Instant oldestEvent() {
        return oldestEvent;
    }

    /** The size of all documents, in bytes. */
    long bytes() {
        return bytes;
    }

    /** All documents in the order of their coming. */
    List<SearchDocument> documents() {
        return documents;
    }

    List<SearchDocument> in(SearchDocument.State state) {
        return documents.stream().filter(document -> document.state() == state).toList();
    }

    /**
     * Begins a round, unless the time for retries is over: then what is pending has failed.
     *
     * @param retry how long after the first attempt another one may begin
     * @param bulkSize the largest request in bytes, but for a document that alone is larger
     * @return whether it is a repetition
     */
    boolean begin(Instant now, Duration retry, int bulkSize) {
        requests.clear();
        List<SearchDocument> pending = in(SearchDocument.State.PENDING);
        boolean repeated = firstAttemptAt != null;
        if (pending.isEmpty()) {
            return repeated;
        }
        if (!repeated) {
            firstAttemptAt = now;
        } else if (isOver(now, retry)) {
            fail(pending, now);
            return true;
        }
        pending.forEach(SearchDocument::attempt);
        requests.addAll(BulkRequest.cut(pending, bulkSize));
        return repeated;
    }

    /**
     * Ends a round: if the time for retries is over, what is pending has failed.
     *
     * @return what another round has to try
     */
    List<SearchDocument> end(Instant now, Duration retry) {
        List<SearchDocument> pending = in(SearchDocument.State.PENDING);
        if (!pending.isEmpty() && isOver(now, retry)) {
            fail(pending, now);
            return List.of();
        }
        return pending;
    }

    private boolean isOver(Instant now, Duration retry) {
        return !now.isBefore(firstAttemptAt.plus(retry));
    }

    private static void fail(List<SearchDocument> pending, Instant now) {
        for (SearchDocument document : pending) {
            if (document.errorCode().isEmpty()) {
                document.refused(NO_ANSWER, "OpenSearch did not answer.", now);
            }
            document.failed(now);
        }
    }

    /** Whether the round has another request to send. */
    boolean hasRequest() {
        return !requests.isEmpty();
    }

    /** The documents of the request that is under way. */
    List<SearchDocument> request() {
        return requests.element();
    }

    /** The request under way was answered. */
    void answered() {
        requests.remove();
    }

    /** The request under way was too much: each half of it becomes a request. */
    void halve() {
        List<SearchDocument> whole = requests.remove();
        int middle = whole.size() / 2;
        requests.addFirst(whole.subList(middle, whole.size()));
        requests.addFirst(whole.subList(0, middle));
    }

    /** Sends nothing more in this round. */
    void giveUpRound() {
        requests.clear();
    }

    boolean isStored(FailedObject object) {
        return stored.contains(object);
    }

    void stored(FailedObject object) {
        stored.add(object);
    }
}
