package io.eventfork.search;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * Requests to OpenSearch's {@code _bulk}: newline-delimited JSON, of each document one line that
 * says where it goes and one line that is the document, byte for byte. The action is {@code index}
 * by the document's id, so that sending it again changes nothing; there is no {@code _type}, which
 * OpenSearch 2 and later refuse. Stateless.
 */
final class BulkRequest {

    private BulkRequest() {}

    /** Cuts documents into requests of at most that many bytes, or of one larger document. */
    static List<List<SearchDocument>> cut(List<SearchDocument> documents, int bulkSize) {
        List<List<SearchDocument>> requests = new ArrayList<>();
        List<SearchDocument> filling = new ArrayList<>();
        long bytes = 0;
        for (SearchDocument document : documents) {
            int size = action(document).length + document.source().length + 2;
            if (!filling.isEmpty() && bytes + size > bulkSize) {
                requests.add(filling);
                filling = new ArrayList<>();
                bytes = 0;
            }
            filling.add(document);
            bytes += size;
        }
        if (!filling.isEmpty()) {
            requests.add(filling);
        }
        return requests;
    }

    static byte[] body(List<SearchDocument> documents) {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        for (SearchDocument document : documents) {
            body.writeBytes(action(document));
            body.write('\n');
            body.writeBytes(document.source());
            body.write('\n');
        }
        return body.toByteArray();
    }

    private static byte[] action(SearchDocument document) {
        ObjectNode action = JsonNodeFactory.instance.objectNode();
        action.putObject("index").put("_index", document.index()).put("_id", document.id());
        return action.toString().getBytes(StandardCharsets.UTF_8);
    }
}
