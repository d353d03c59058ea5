package io.eventfork.conservation;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.eventfork.backup.BackupReader;
import io.eventfork.conservation.Flaw.Kind;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.s3.model.S3Object;

/**
 * Changes what the sinks of a run hold, by standard clients, to see whether the audit finds it.
 * Each method tells the flaws that it makes, and takes orders that no other one has touched.
 */
final class Sabotage {

    private static final String ELSE = "another";
    private static final String NOBODY = "{\"payment\":{\"id\":\"nobody\"}}";

    private final Cloud cloud;
    private final Queues queues;
    private final Audit audit;
    private final Claims claims;
    private final List<Order> orders;
    private final Iterator<Order> untouched;
    private int next;

    Sabotage(Cloud cloud, Queues queues, Audit audit, Claims claims) {
        this.cloud = cloud;
        this.queues = queues;
        this.audit = audit;
        this.claims = claims;
        orders =
                claims.obligations().keySet().stream()
                        .map(claims.issued()::get)
                        .filter(Order::isSearched)
                        .toList();
        untouched = orders.stream().filter(this::isUntouched).iterator();
    }

    /** Deletes, alters, doubles and invents a row. */
    List<Flaw> table() {
        Order deleted = another();
        cloud.dynamoDb()
                .deleteItem(delete -> delete.tableName(audit.table()).key(Audit.key(deleted)));
        Order altered = another();
        cloud.dynamoDb()
                .updateItem(
                        update ->
                                update.tableName(audit.table())
                                        .key(Audit.key(altered))
                                        .updateExpression("SET PaymentAmount = :amount")
                                        .expressionAttributeValues(
                                                Map.of(":amount", AttributeValue.fromN("1"))));
        Map<String, AttributeValue> row = elsewhere(another());
        row.put("PaymentId", AttributeValue.fromS(another().reference()));
        cloud.dynamoDb().putItem(put -> put.tableName(audit.table()).item(row));
        cloud.dynamoDb().putItem(put -> put.tableName(audit.table()).item(elsewhere(another())));
        return List.of(
                flaw(Kind.LOST, Comparison.TABLE),
                flaw(Kind.ALTERED, Comparison.TABLE),
                flaw(Kind.DOUBLED, Comparison.TABLE),
                flaw(Kind.ALTERED, Comparison.TABLE),
                flaw(Kind.INVENTED, Comparison.TABLE));
    }

    /**
     * Takes a line out of an object, repeats one with a blank more, and writes an order under
     * another id, and an order of nobody.
     */
    List<Flaw> backup() throws IOException {
        String line = takeALineOut();
        store("sabotage-0", line.replace("\"_event\":", "\"_event\": ") + "\n");
        put("sabotage-1", another().body());
        put("sabotage-2", NOBODY);
        return List.of(
                flaw(Kind.LOST, Comparison.BACKUP),
                flaw(Kind.ALTERED, Comparison.BACKUP),
                flaw(Kind.DOUBLED, Comparison.BACKUP),
                flaw(Kind.ALTERED, Comparison.BACKUP),
                flaw(Kind.INVENTED, Comparison.BACKUP));
    }

    /** Deletes, alters, doubles and invents a document. */
    List<Flaw> index() throws IOException, InterruptedException {
        audit.ask("DELETE", "/" + Audit.INDEX + "/_doc/" + id(another()), "");
        Order altered = another();
        ObjectNode document = (ObjectNode) Json.parse(altered.body());
        index(id(altered), document.put("note", ELSE).toString());
        index(ELSE, another().body());
        index("invented", NOBODY);
        return List.of(
                flaw(Kind.LOST, Comparison.INDEX),
                flaw(Kind.ALTERED, Comparison.INDEX),
                flaw(Kind.DOUBLED, Comparison.INDEX),
                flaw(Kind.ALTERED, Comparison.INDEX),
                flaw(Kind.INVENTED, Comparison.INDEX));
    }

    /** Deletes, alters, doubles and invents a message of the replay queue. */
    List<Flaw> replayQueue() {
        deleteKept(untouched.next());
        Order altered = untouched.next();
        deleteKept(altered);
        keep(altered, ((ObjectNode) Json.parse(altered.body())).put("note", ELSE).toString());
        Order doubled = untouched.next();
        keep(doubled, doubled.body());
        queues.send(Queues.REPLAY, NOBODY, Map.of());
        return List.of(
                flaw(Kind.LOST, Comparison.REPLAY),
                flaw(Kind.ALTERED, Comparison.REPLAY),
                flaw(Kind.DOUBLED, Comparison.REPLAY),
                flaw(Kind.INVENTED, Comparison.REPLAY));
    }

    /** Deletes the dead letter of a poison, and adds one that nothing explains. */
    List<Flaw> deadLetters() {
        Letter explained =
                claims.poison().stream()
                        .filter(letter -> letter.place().equals("checkout-orders-dlq"))
                        .findFirst()
                        .orElseThrow();
        queues.delete(
                explained.place(),
                message ->
                        ("String:" + explained.event())
                                .equals(Queues.attributes(message).get("eventId")));
        queues.send("checkout-search-dlq", another().body(), Map.of());
        return List.of(
                flaw(Kind.UNEXPLAINED, Comparison.DEAD_LETTERS),
                flaw(Kind.UNEXPLAINED, Comparison.DEAD_LETTERS));
    }

    private void deleteKept(Order order) {
        queues.delete(
                Queues.REPLAY,
                message -> Effect.reference(message.body()).equals(order.reference()));
    }

    private void keep(Order order, String body) {
        queues.send(Queues.REPLAY, body, Duplicates.attributes(order, id(order)));
    }

    /**
     * Out of an object whose first event is in no other one.
     *
     * @return a line that is still there
     */
    private String takeALineOut() throws IOException {
        List<String> all = new ArrayList<>();
        BackupReader.lines(cloud.s3(), audit.backup(), "", all::add);
        for (S3Object object :
                cloud.s3().listObjectsV2Paginator(list -> list.bucket(audit.backup())).contents()) {
            List<String> lines = new ArrayList<>();
            BackupReader.lines(cloud.s3(), audit.backup(), object.key(), lines::add);
            String first = eventId(lines.get(0));
            if (lines.size() > 1
                    && !first.startsWith(Poisons.ID)
                    && all.stream().filter(line -> eventId(line).equals(first)).count() == 1) {
                store(object.key(), String.join("\n", lines.subList(1, lines.size())) + "\n");
                return lines.get(1);
            }
        }
        throw new IllegalStateException("No object has a second line and a first one of its own.");
    }

    private static String eventId(String line) {
        return Json.parse(line).at("/_event/id").asText();
    }

    private void put(String key, String body) {
        store(
                key,
                "{\"_event\":{\"id\":\"%s\",\"occurredAt\":\"2026-01-01T00:00:00Z\",\"attributes\":{}},%s\n"
                        .formatted(key, body.substring(1)));
    }

    private void store(String key, String lines) {
        cloud.s3()
                .putObject(
                        put -> put.bucket(audit.backup()).key(key), RequestBody.fromString(lines));
    }

    private void index(String id, String document) throws IOException, InterruptedException {
        audit.ask("PUT", "/" + Audit.INDEX + "/_doc/" + id, document);
    }

    private String id(Order order) {
        return claims.eventId(order.reference());
    }

    private Order another() {
        return orders.get(next++);
    }

    /** Whether the replay queue holds for certain all that was published of an order. */
    private boolean isUntouched(Order order) {
        return claims.published().getOrDefault(order.reference(), 0) == 1
                && !claims.copied().containsKey(order.reference())
                && !claims.unknown().contains(order.reference());
    }

    private static Map<String, AttributeValue> elsewhere(Order order) {
        Map<String, AttributeValue> key = new HashMap<>(Audit.key(order));
        key.put("DateOrderId", AttributeValue.fromS(ELSE));
        return key;
    }

    private static Flaw flaw(Kind kind, String sink) {
        return new Flaw(kind, sink, "");
    }
}
