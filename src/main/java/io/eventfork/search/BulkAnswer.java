package io.eventfork.search;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.function.UnaryOperator;

/**
 * What an answer to a {@code _bulk} request means for each of its documents. OpenSearch answers 200
 * also when it has taken none: every item has a status of its own, in the order of the request.
 *
 * <p>Statuses that tell of the cluster, not of the document (too busy, away, not allowed, no such
 * index), leave it pending; any other refusal is for good. Stateless if the mask is.
 */
final class BulkAnswer {

    private static final JsonMapper JSON = new JsonMapper();
    private static final int TOO_LARGE = 413;
    private static final int BAD_REQUEST = 400;
    private static final int LONGEST_MESSAGE = 1_000;

    private final UnaryOperator<String> mask;

    /**
     * @param mask removes card data from a text
     */
    BulkAnswer(UnaryOperator<String> mask) {
        this.mask = mask;
    }

    /** Whether a status says that the same request may succeed later. */
    static boolean isRetryable(int status) {
        return status == 401
                || status == 403
                || status == 404
                || status == 408
                || status == 429
                || status >= 500;
    }

    /** Records the outcome of the request that the batch has under way. */
    void record(SearchBatch batch, int status, byte[] body, Instant now) {
        if (status == TOO_LARGE || status == BAD_REQUEST) {
            refusedAsAWhole(batch, status, body, now);
            return;
        }
        JsonNode items = status == 200 ? read(body).path("items") : JSON.missingNode();
        List<SearchDocument> sent = batch.request();
        if (items.size() != sent.size() || !items.isArray()) {
            String said = message(read(body).path("error"));
            sent.forEach(document -> document.refused(Integer.toString(status), said, now));
            batch.giveUpRound();
            return;
        }
        for (int i = 0; i < sent.size(); i++) {
            record(sent.get(i), items.get(i).path("index"), now);
        }
        batch.answered();
    }

    /** One document of many may be the cause: they are tried in ever smaller requests. */
    private void refusedAsAWhole(SearchBatch batch, int status, byte[] body, Instant now) {
        List<SearchDocument> sent = batch.request();
        if (sent.size() > 1) {
            batch.halve();
            return;
        }
        sent.get(0).failed(Integer.toString(status), message(read(body).path("error")), now);
        batch.answered();
    }

    private void record(SearchDocument document, JsonNode item, Instant now) {
        int status = item.path("status").asInt();
        if (status == 200 || status == 201) {
            document.indexed();
            return;
        }
        String code = Integer.toString(status);
        String said = message(item.path("error"));
        if (status == 0 || isRetryable(status)) {
            document.refused(code, said, now);
        } else {
            document.failed(code, said, now);
        }
    }

    private String message(JsonNode error) {
        String text = error.isMissingNode() ? "OpenSearch did not say why." : error.toString();
        String masked = mask.apply(text);
        return masked.length() <= LONGEST_MESSAGE ? masked : masked.substring(0, LONGEST_MESSAGE);
    }

    private static JsonNode read(byte[] body) {
        try {
            return body == null || body.length == 0 ? JSON.missingNode() : JSON.readTree(body);
        } catch (IOException e) {
            return JSON.missingNode();
        }
    }
}
