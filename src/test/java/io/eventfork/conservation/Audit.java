package io.eventfork.conservation;

import com.fasterxml.jackson.databind.JsonNode;
import io.eventfork.backup.BackupReader;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.sqs.model.Message;

/** Reads what every sink holds, by standard clients and by our reader of backups. */
final class Audit {

    private static final String TABLE = "checkout-orders";
    private static final String BACKUP = "checkout-backup";
    private static final String FAILED = "checkout-search-failed";
    static final String INDEX = "checkout_events";

    private static final int PAGE = 1000;

    private final Cloud cloud;
    private final Queues queues;
    private final String prefix;
    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    Audit(Cloud cloud, Queues queues, String prefix) {
        this.cloud = cloud;
        this.queues = queues;
        this.prefix = prefix;
    }

    Holdings read() throws IOException, InterruptedException {
        CardSearch cards = new CardSearch();
        List<Effect> rows = new ArrayList<>();
        cloud.dynamoDb()
                .scanPaginator(scan -> scan.tableName(table()).consistentRead(true))
                .items()
                .forEach(row -> rows.add(cards.in("table", Effect.row(row(row)))));
        List<Effect> backup = new ArrayList<>();
        List<Letter> letters = new ArrayList<>();
        BackupReader reader = new BackupReader();
        reader.read(
                cloud.s3(),
                backup(),
                "",
                event -> {
                    Map<String, String> attributes = new TreeMap<>();
                    event.attributes()
                            .forEach(
                                    (name, value) ->
                                            attributes.put(
                                                    name, value.dataType() + ":" + value.value()));
                    if (event.id().startsWith(Poisons.ID)) {
                        letters.add(Letter.kept(event.id(), event.body()));
                    } else {
                        backup.add(Effect.event(event.id(), attributes, event.body()));
                    }
                });
        if (reader.foreign() > 0) {
            letters.add(Letter.kept("", reader.foreign() + " lines that are no events"));
        }
        RawLines lines = new RawLines(cards);
        BackupReader.lines(cloud.s3(), backup(), "", lines::add);
        BackupReader.lines(
                cloud.s3(), prefix + FAILED, "", line -> letters.add(Letter.failed(line)));
        List<Effect> documents = new ArrayList<>();
        documents(
                hit -> {
                    String body = hit.path("_source").toString();
                    cards.in("index", body);
                    documents.add(Effect.document(hit.path("_id").asText(), body));
                });
        List<Effect> kept = new ArrayList<>();
        for (Message message : queues.read(Queues.REPLAY)) {
            Map<String, String> attributes = Queues.attributes(message);
            cards.in("replay queue", message.body() + attributes);
            String id = attributes.getOrDefault("eventId", ":");
            kept.add(
                    Effect.event(id.substring(id.indexOf(':') + 1), attributes, message.body())
                            .in(message.messageId()));
        }
        for (String queue : Queues.WORKED) {
            for (Message message : queues.read(queue + "-dlq")) {
                Map<String, String> attributes = Queues.attributes(message);
                cards.in("dead-letter queue", attributes.toString());
                letters.add(Letter.dead(queue + "-dlq", attributes, message.body()));
            }
        }
        letters.forEach(letter -> cards.in(letter.place(), letter.toString()));
        return new Holdings(
                rows,
                backup,
                documents,
                kept,
                letters,
                reader.repeated(),
                lines.altered(),
                cards.found());
    }

    /** Whether the table has the row of an order. */
    boolean hasRow(Order order) {
        return cloud.dynamoDb()
                .getItem(get -> get.tableName(table()).key(key(order)).consistentRead(true))
                .hasItem();
    }

    /** The key of an order's row. */
    static Map<String, AttributeValue> key(Order order) {
        return Map.of(
                "CustomerId",
                AttributeValue.fromS(order.customer()),
                "DateOrderId",
                AttributeValue.fromS(order.date() + "-" + order.id()));
    }

    /** The physical name of the table. */
    String table() {
        return prefix + TABLE;
    }

    /** The physical name of the bucket of the backup. */
    String backup() {
        return prefix + BACKUP;
    }

    /** A request to OpenSearch. */
    JsonNode ask(String method, String path, String body) throws IOException, InterruptedException {
        URI uri = cloud.search().resolve(path);
        HttpResponse<String> answer =
                http.send(
                        HttpRequest.newBuilder(uri)
                                .header("content-type", "application/json")
                                .method(method, BodyPublishers.ofString(body))
                                .build(),
                        BodyHandlers.ofString());
        return Json.parse(answer.body());
    }

    private void documents(java.util.function.Consumer<JsonNode> each)
            throws IOException, InterruptedException {
        ask("POST", "/" + INDEX + "/_refresh", "");
        JsonNode page =
                ask(
                        "POST",
                        "/" + INDEX + "/_search?scroll=1m",
                        "{\"size\":%d,\"query\":{\"match_all\":{}}}".formatted(PAGE));
        while (!page.at("/hits/hits").isEmpty()) {
            page.at("/hits/hits").forEach(each);
            page =
                    ask(
                            "POST",
                            "/_search/scroll",
                            "{\"scroll\":\"1m\",\"scroll_id\":\"%s\"}"
                                    .formatted(page.path("_scroll_id").asText()));
        }
    }

    static Map<String, String> row(Map<String, AttributeValue> item) {
        Map<String, String> row = new TreeMap<>();
        item.forEach(
                (name, value) ->
                        row.put(
                                name,
                                value.n() == null
                                        ? "S:" + value.s()
                                        : "N:" + Order.plain(value.n())));
        return row;
    }
}
