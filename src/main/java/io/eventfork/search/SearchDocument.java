package io.eventfork.search;

import java.time.Instant;

/**
 * One document on its way, and what became of it so far. Not thread-safe: it belongs to its batch.
 */
final class SearchDocument {

    /** What became of a document. */
    enum State {
        /** Still to be indexed. */
        PENDING,
        /** OpenSearch has it. */
        INDEXED,
        /** It goes to the failed documents. */
        FAILED,
        /** Its event could not be transformed: it goes to the failed processings. */
        UNPROCESSED
    }

    private final String id;
    private final String index;
    private final byte[] source;
    private final Instant arrivedAt;
    private State state = State.PENDING;
    private int attempts;
    private String errorCode = "";
    private String errorMessage = "";
    private Instant endedAt;

    /**
     * @param id the document's id, which is the event's
     * @param index where it belongs
     * @param source one line of JSON in UTF-8, without card data
     * @param arrivedAt when its event was sent to the queue
     */
    SearchDocument(String id, String index, byte[] source, Instant arrivedAt) {
        this.id = id;
        this.index = index;
        this.source = source;
        this.arrivedAt = arrivedAt;
        this.endedAt = arrivedAt;
    }

    String id() {
        return id;
    }

    String index() {
        return index;
    }

    byte[] source() {
        return source;
    }

    Instant arrivedAt() {
        return arrivedAt;
    }

    State state() {
        return state;
    }

    /** How often it was tried to index it. */
    int attempts() {
        return attempts;
    }

    /** The status of the answer that refused it last, or a word; empty if nothing did. */
    String errorCode() {
        return errorCode;
    }

    /** Why it was refused last, without card data. */
    String errorMessage() {
        return errorMessage;
    }

    /** When the last attempt ended. */
    Instant endedAt() {
        return endedAt;
    }

    void attempt() {
        attempts++;
    }

    void indexed() {
        state = State.INDEXED;
    }

    /** It was refused, but another attempt may succeed. */
    void refused(String code, String message, Instant now) {
        errorCode = code;
        errorMessage = message;
        endedAt = now;
    }

    /** It will never be indexed, for the reason it was refused last. */
    void failed(Instant now) {
        state = State.FAILED;
        endedAt = now;
    }

    void failed(String code, String message, Instant now) {
        refused(code, message, now);
        state = State.FAILED;
    }

    void unprocessed(String code, String message, Instant now) {
        refused(code, message, now);
        attempts = 1;
        state = State.UNPROCESSED;
    }
}
